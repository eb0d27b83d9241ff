//! Ctrl-C: exit code 130, and nothing is left in the folder of the output.
#![cfg(unix)]

use std::fs;
use std::io::Write;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use crate::common::program::text;

/// A matrix whose factorization takes minutes, longer than any pipe holds: whole numbers from a linear congruence.
fn large_matrix() -> String {
    const SIZE: usize = 160;
    let mut state = 2018_u64;
    let mut entry = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (i64::from((state >> 40) as u32) - (1 << 23)).to_string()
    };
    let mut line = || (0..SIZE).map(|_| entry()).collect::<Vec<_>>().join(",") + "\n";
    (0..SIZE).map(|_| line()).collect()
}

/// Linux holds 64 KiB in a pipe, others no more than 1 MiB with privileges.
const PIPE: usize = 1 << 16;

fn interrupt(child: &Child) {
    let status = Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    assert!(status.expect("the command kill").success());
}

#[test]
fn an_interrupted_factorization_leaves_no_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let output = folder.path().join("certificate.json");
    let mut child = Command::new(env!("CARGO_BIN_EXE_flowcert"))
        .args(["factor", "-", "--arith", "exact", "--mode", "signed", "-o", text(&output)])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    // Once all is written, at least the difference is read: the program listens to interrupts by then.
    let matrix = large_matrix();
    assert!(matrix.len() > 2 * PIPE);
    child.stdin.take().expect("a pipe").write_all(matrix.as_bytes()).expect("the program reads its input");
    // A moment later the search has begun.
    thread::sleep(Duration::from_millis(300));
    assert_eq!(child.try_wait().expect("a child"), None, "it cannot be done yet");
    interrupt(&child);
    let answer = child.wait_with_output().expect("the program ends");
    assert_eq!(answer.status.code(), Some(130), "{answer:?}");
    assert_eq!(answer.stdout.len(), 0, "{answer:?}");
    // Nothing but what was said of the cost beforehand.
    let said = String::from_utf8_lossy(&answer.stderr);
    assert!(said.lines().count() <= 1 && said.contains("numbers of about"), "{said}");
    assert_eq!(fs::read_dir(folder.path()).expect("the folder").count(), 0);
}

/// An earlier certificate in the place of the output stays as it was.
#[test]
fn an_interruption_keeps_the_earlier_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let output = folder.path().join("certificate.json");
    fs::write(&output, "earlier").expect("written");
    let mut child = Command::new(env!("CARGO_BIN_EXE_flowcert"))
        .args(["factor", "-", "--arith", "exact", "--mode", "signed", "--quiet", "-o", text(&output)])
        .stdin(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let matrix = large_matrix();
    child.stdin.take().expect("a pipe").write_all(matrix.as_bytes()).expect("the program reads its input");
    interrupt(&child);
    assert_eq!(child.wait().expect("the program ends").code(), Some(130));
    assert_eq!(fs::read_to_string(&output).expect("the earlier file"), "earlier");
    assert_eq!(fs::read_dir(folder.path()).expect("the folder").count(), 1);
}
