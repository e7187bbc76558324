//! The command `docbindgen`.
//!
//! In: arguments. Out: an exit code.

fn main() -> std::process::ExitCode {
    docbindgen::cli::main()
}
