//! The command `docbindgen`.

fn main() -> std::process::ExitCode {
    docbindgen::cli::main()
}
