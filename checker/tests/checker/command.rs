//! The command `flowcert-check`: its lines and its exit codes.

use std::io::Write;
use std::process::{Command, Output, Stdio};

use flowcert_check::Ground;
use flowcert_check::Mode::Additive;

use crate::support::{factorization, replace, text};

fn run(arguments: &[&str], input: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_flowcert-check"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command starts");
    // A command that does not read its input closes it: that is not this test's concern.
    let _ = child.stdin.take().expect("piped").write_all(input);
    child.wait_with_output().expect("the command ends")
}

fn expect(output: &Output, code: i32, standard_output: &str) {
    assert_eq!(String::from_utf8_lossy(&output.stdout), standard_output);
    assert_eq!(output.status.code(), Some(code));
}

fn identity() -> String {
    text(factorization(Ground::Rationals, Additive, [1, 1], vec![]))
}

const VERIFIED: &str = "the matrix over Q is exactly the product of 0 additive coupling layers with halves of 1 and \
                        1; numbers of up to 1 bits\n";

#[test]
fn standard_input() {
    expect(&run(&["-"], identity().as_bytes()), 0, &format!("verified -: {VERIFIED}"));
    expect(&run(&["--quiet", "-"], identity().as_bytes()), 0, "");
    let forged = replace(&identity(), "[\"1\", \"0\"]", "[\"1\", \"2\"]");
    let line = "rejected - [product-differs]: the product of the layers differs from the matrix, first in row 0, \
                column 1 (from 0): 0 instead of 2\n";
    expect(&run(&["-"], forged.as_bytes()), 1, line);
    expect(&run(&["-q", "-"], forged.as_bytes()), 1, line);
    let line = "rejected - [truncated]: the file ends at line 1, column 0, inside the certificate\n";
    expect(&run(&["-"], b""), 1, line);
}

#[test]
fn files_and_exit_codes() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).to_str().expect("UTF-8").to_owned();
    std::fs::write(path("good"), identity()).expect("written");
    std::fs::write(path("bad"), "[]").expect("written");
    let good = format!("verified {}: {VERIFIED}", path("good"));
    let bad = format!("rejected {} [malformed]: the certificate: expected an object\n", path("bad"));
    expect(&run(&[&path("good"), &path("good")], b""), 0, &format!("{good}{good}"));
    expect(&run(&[&path("bad"), &path("good")], b""), 1, &format!("{bad}{good}"));
    expect(&run(&["--quiet", "--", &path("bad"), &path("good")], b""), 1, &bad);
    let missing = run(&[&path("missing"), &path("bad"), &path("good")], b"");
    expect(&missing, 2, &format!("{bad}{good}"));
    assert!(String::from_utf8_lossy(&missing.stderr).starts_with("flowcert-check: cannot read "));
    expect(&run(&[folder.path().to_str().expect("UTF-8")], b""), 2, "");
}

#[test]
fn usage() {
    expect(&run(&[], b""), 2, "");
    expect(&run(&["--quiet"], b""), 2, "");
    expect(&run(&["--loud", "-"], identity().as_bytes()), 2, "");
    expect(&run(&["--", "--help"], b""), 2, "");
    expect(&run(&["--version"], b""), 0, concat!("flowcert-check ", env!("CARGO_PKG_VERSION"), "\n"));
    let help = run(&["--help"], b"");
    assert_eq!(help.status.code(), Some(0));
    assert!(String::from_utf8_lossy(&help.stdout).contains("Exit code: 0 all verified"));
}
