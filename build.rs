//! Brings `generated/` up to date with `docs-input/`; `docbindgen::build_script` documents when and how.

fn main() -> std::process::ExitCode {
    docbindgen::build_script::run()
}
