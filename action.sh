#!/bin/sh
# Checks reference pages and bindings in CI: findings, files that are not up to date, and what a change does to the API.
#
# In: environment variables (docs/ci.md lists them), and docbindgen on the path or in DOCBINDGEN. Out: on GitHub, annotations and a job
# summary; elsewhere, text; two files on request; and an exit code: 0 fine, 1 something to correct, 2 wrong usage.
#
# The values of variables are words of commands, and never parts of a script: names of branches and files may contain anything.
set -eu

docbindgen=${DOCBINDGEN:-docbindgen}
docs=${DOCBINDGEN_CI_DOCS:-}
base=${DOCBINDGEN_CI_BASE:-}
sarif=${DOCBINDGEN_CI_SARIF:-}
comment=${DOCBINDGEN_CI_COMMENT:-}
fail_on=${DOCBINDGEN_CI_FAIL_ON:-}
only_changed=${DOCBINDGEN_CI_ONLY_CHANGED:-true}
on_github=${GITHUB_ACTIONS:-false}

# GitHub accepts comments of 65,536 characters, and job summaries of 1 MiB. The first line of a comment is its marker.
max_comment=65436
max_summary=900000

temporary=$(mktemp -d)
trap 'rm -rf "$temporary"' EXIT

fail() {
    printf 'error: %s\n' "$1" >&2
    exit 2
}

# Prints a file of messages. GitHub would obey workflow commands in it.
show() {
    if [ "$on_github" = true ]; then
        token=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
        printf '::stop-commands::%s\n' "$token"
        cat "$1"
        printf '\n::%s::\n' "$token"
    else
        cat "$1" >&2
    fi
}

# Raises the exit code to the one given.
status=0
raise() {
    if [ "$1" -gt "$status" ]; then
        status=$1
    fi
}

check_pages() {
    set -- --docs="$docs"
    [ -z "${DOCBINDGEN_CI_OUT:-}" ] || set -- "$@" --out="$DOCBINDGEN_CI_OUT"
    [ -z "${DOCBINDGEN_CI_CONFIG:-}" ] || set -- "$@" --config="$DOCBINDGEN_CI_CONFIG"
    [ -z "${DOCBINDGEN_CI_PRESET:-}" ] || set -- "$@" --preset="$DOCBINDGEN_CI_PRESET"
    [ -z "${DOCBINDGEN_CI_CRATE:-}" ] || set -- "$@" --crate="$DOCBINDGEN_CI_CRATE"
    [ -z "${DOCBINDGEN_CI_API_VERSION:-}" ] || set -- "$@" --api-version="$DOCBINDGEN_CI_API_VERSION"
    [ -z "${DOCBINDGEN_CI_BASELINE:-}" ] || set -- "$@" --baseline="$DOCBINDGEN_CI_BASELINE"
    [ "${DOCBINDGEN_CI_DENY_WARNINGS:-false}" != true ] || set -- "$@" --deny-warnings
    format=text
    [ "$on_github" != true ] || format=github
    since=
    if [ "$only_changed" = true ] && [ -n "$folder" ]; then
        since=--changed-since=$commit
    fi
    code=0
    "$docbindgen" check "$@" ${since:+"$since"} --format="$format" 2>"$temporary/messages" || code=$?
    raise "$code"
    if [ "$code" -gt 1 ] && [ -n "$since" ]; then
        # The base may be unreadable. That fails the step, and must not hide what is found in the pages.
        mv "$temporary/messages" "$temporary/since"
        code=0
        "$docbindgen" check "$@" --format="$format" 2>"$temporary/messages" || code=$?
        [ "$code" -gt 1 ] || show "$temporary/since"
    fi
    show "$temporary/messages"
    # Without findings, such as after wrong usage, there is no file: an empty one could not be uploaded.
    if [ -n "$sarif" ] && [ "$code" -le 1 ]; then
        # Code scanning compares with the base itself, and closes the alerts of findings that the file does not have.
        "$docbindgen" check "$@" --format=sarif --quiet >"$temporary/sarif" 2>/dev/null || true
        cp "$temporary/sarif" "$sarif" || fail 'the file for code scanning cannot be written'
    fi
}

# Finds the base: its commit, and the docs folder as `COMMIT:PATH` in it. Both stay empty if there is nothing to compare with. If there
# should be something, `problem` says what to do.
commit=
folder=
problem=
find_base() {
    case $base in
    # A new branch has no commit before it.
    0000000000000000000000000000000000000000) return ;;
    '')
        if [ -n "$comment$fail_on" ]; then
            printf 'note: nothing is compared, because there is no base revision\n' >&2
        fi
        return
        ;;
    esac
    if ! git rev-parse --git-dir >/dev/null 2>"$temporary/git"; then
        # Git says why: there is no repository, it belongs to another user, or there is no git.
        show "$temporary/git"
        problem="git cannot find the base revision, because the current folder is not in a repository that it can read; check the repository out with git, or set no base"
        return
    fi
    if ! commit=$(git rev-parse --verify --quiet --end-of-options "$base^{commit}"); then
        commit=
        if is_rewritten; then
            printf 'note: nothing is compared with the commit before this push: it is not in the clone, because the branch was rewritten\n' >&2
        else
            problem="the base revision is not in this clone; fetch the whole history (\`fetch-depth: 0\` of actions/checkout)"
        fi
        return
    fi
    # Pages in a submodule or outside the repository are not in the base.
    if [ "$(git -C "$docs" rev-parse --show-toplevel 2>/dev/null)" = "$(git rev-parse --show-toplevel)" ]; then
        folder=$commit:$(git -C "$docs" rev-parse --show-prefix)
        folder=${folder%/}
        [ "$(git cat-file -t "$folder" 2>/dev/null)" = tree ] || folder=
    fi
}

# Whether a push has replaced the base. A clone with the whole history does not contain such a commit.
is_rewritten() {
    [ "${GITHUB_EVENT_NAME:-}" = push ] && [ "$(git rev-parse --is-shallow-repository)" = false ] || return 1
    case $base in
    *[!0-9a-f]*) return 1 ;;
    esac
    [ "${#base}" -ge 40 ]
}

compare_with_base() {
    [ -n "$commit" ] || return 0
    if [ -z "$folder" ]; then
        printf 'The base revision has no folder with these pages.\n' >"$temporary/diff"
    else
        set -- --format=markdown
        [ -z "${DOCBINDGEN_CI_CONFIG:-}" ] || set -- "$@" --config="$DOCBINDGEN_CI_CONFIG"
        [ -z "${DOCBINDGEN_CI_PRESET:-}" ] || set -- "$@" --preset="$DOCBINDGEN_CI_PRESET"
        [ -z "${DOCBINDGEN_CI_API_VERSION:-}" ] || set -- "$@" --api-version="$DOCBINDGEN_CI_API_VERSION"
        [ -z "$fail_on" ] || set -- "$@" --fail-on="$fail_on"
        code=0
        "$docbindgen" diff "$@" -- "$folder" "$docs" >"$temporary/diff" 2>"$temporary/messages" || code=$?
        show "$temporary/messages"
        raise "$code"
    fi
    if [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then
        limited "$max_summary" >>"$GITHUB_STEP_SUMMARY"
    fi
    if [ -n "$comment" ]; then
        # The marker tells this comment from those of other programs, and of other docs folders.
        {
            printf '<!-- docbindgen %s -->\n' "$(printf '%s' "$docs" | cksum)"
            limited "$max_comment"
        } >"$comment"
    fi
}

# Prints the comparison, or a sentence if it is longer than the given number of bytes.
limited() {
    if [ "$(wc -c <"$temporary/diff")" -le "$1" ]; then
        cat "$temporary/diff"
    else
        printf 'The comparison is too long to be shown here: run `docbindgen diff` on both revisions.\n'
    fi
}

[ -n "$docs" ] || fail 'set DOCBINDGEN_CI_DOCS to the docs folder'
find_base
check_pages
# The findings are shown first: they do not depend on the base.
[ -z "$problem" ] || fail "$problem"
if [ -n "$comment" ] || [ -n "${GITHUB_STEP_SUMMARY:-}" ] || [ -n "$fail_on" ]; then
    compare_with_base
fi
exit "$status"
