//! The program git, for tests that need a repository.

use std::path::Path;
use std::process::Command;

/// Runs git in `folder` without the configuration of this machine, and returns what it prints. Returns `None` if git is not installed.
pub fn git(folder: &Path, arguments: &[&str]) -> Option<String> {
    git_at(folder, arguments, "2001-01-01T00:00:00Z")
}

/// Runs git as [`git`] does, with a date for commits.
pub fn git_at(folder: &Path, arguments: &[&str], date: &str) -> Option<String> {
    let mut command = Command::new("git");
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("GIT_")) {
        command.env_remove(name);
    }
    command.env("GIT_CONFIG_NOSYSTEM", "1").env("GIT_CONFIG_GLOBAL", if cfg!(windows) { "NUL" } else { "/dev/null" });
    command.env("GIT_COMMITTER_DATE", date);
    command.args(["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "protocol.file.allow=always"]);
    let output = command.arg("-C").arg(folder).args(arguments).output().ok()?;
    assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    Some(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}
