//! Files that the operating system refuses. A superuser may read and write anything, so that the program is run as another
//! user then.
#![cfg(unix)]

use std::fs::{self, File, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

use super::folder::Folder;
use crate::common::Answer;
use crate::common::program::text;

/// The user `nobody`, who owns nothing.
const NOBODY: u32 = 65_534;

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).expect("permissions");
}

/// Runs the program as a user who is no superuser; `None`, with a note, where that is not possible.
fn as_ordinary_user(folder: &Folder, refused: &Path, arguments: &[&str]) -> Option<Answer> {
    let built = env!("CARGO_BIN_EXE_flowcert");
    if File::open(refused).is_err() {
        return Some(Answer::of(assert_cmd::Command::new(built).args(arguments)));
    }
    // Where the program was built nobody may look; in the folder of this test everybody may.
    let copy = folder.path("flowcert");
    fs::copy(built, &copy).expect("a copy of the program");
    set_mode(&folder.path(""), 0o755);
    let mut command = Command::new(&copy);
    command.uid(NOBODY).gid(NOBODY);
    if let Err(error) = command.arg("--version").output() {
        println!("SKIPPED: permissions do not bind this user, and no other can be taken: {error}");
        return None;
    }
    let mut command = Command::new(&copy);
    command.uid(NOBODY).gid(NOBODY).args(arguments);
    Some(Answer::of(&mut assert_cmd::Command::from_std(command)))
}

#[test]
fn an_input_that_may_not_be_read() {
    let folder = Folder::new();
    let input = folder.with("a.csv", "1,0\n0,1\n");
    set_mode(&input, 0o000);
    if let Some(answer) = as_ordinary_user(&folder, &input, &["factor", text(&input)]) {
        answer.fails(2, "read::permission");
    }
}

#[test]
fn a_folder_that_may_not_be_written_to() {
    let folder = Folder::new();
    let (input, output) = (folder.with("a.csv", "1,0\n0,1\n"), folder.output("certificate.json"));
    let refused = folder.with("refused", "");
    set_mode(&refused, 0o000);
    set_mode(&folder.output(""), 0o555);
    if let Some(answer) = as_ordinary_user(&folder, &refused, &["factor", text(&input), "-o", text(&output)])
    {
        answer.fails(2, "write::io");
        folder.assert_nothing_left();
    }
}
