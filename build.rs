//! Brings `generated/` up to date with `docs-input/`: see `docbindgen::build_script` for what it does and when it does nothing.

fn main() -> std::process::ExitCode {
    docbindgen::build_script::run()
}
