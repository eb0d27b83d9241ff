//! **The checker shares no code with what it checks, and no folder imports from one after it.** Both are read from the
//! manifests and the sources, as they are now.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The folders of src/ in the order of reading: each may use those before it only.
const FOLDERS: [&str; 8] = ["scalar", "matrix", "coupling", "linear", "depth", "claim", "report", "cli"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Every Rust file of a folder and of the folders in it.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut files = Vec::new();
    for path in entries.map(|entry| entry.expect("an entry").path()) {
        if path.is_dir() {
            files.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files
}

/// The code of a file without its comments, which may name anything.
fn code(text: &str) -> String {
    text.lines().map(|line| line.split("//").next().unwrap_or("")).collect::<Vec<_>>().join("\n")
}

fn identifier(text: &str) -> &str {
    let end = text.find(|character: char| !character.is_alphanumeric() && character != '_');
    &text[..end.unwrap_or(text.len())]
}

/// The first segments of all paths that follow `start`, such as `crate::`, also of those in braces.
fn followers<'a>(code: &'a str, start: &str) -> BTreeSet<&'a str> {
    let mut names = BTreeSet::new();
    for (place, _) in code.match_indices(start) {
        let rest = &code[place + start.len()..];
        match rest.strip_prefix('{') {
            None => drop(names.insert(identifier(rest))),
            Some(list) => names.extend(top_level(list)),
        }
    }
    names
}

/// The first segments of the paths in a list, up to the brace that closes it.
fn top_level(list: &str) -> Vec<&str> {
    let (mut names, mut depth, mut begins) = (Vec::new(), 0, true);
    for (place, character) in list.char_indices() {
        match character {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => begins = true,
            _ if begins && !character.is_whitespace() => {
                names.push(identifier(&list[place..]));
                begins = false;
            }
            _ => {}
        }
    }
    names
}

/// The later folders that the code of a folder imports from.
fn imports_against_the_order(folder: &str, code: &str) -> Vec<String> {
    let place = FOLDERS.iter().position(|name| *name == folder).expect("a folder of the list");
    let later = |name: &&str| FOLDERS[place + 1..].contains(name);
    let paths = ["crate::", "super::", "flowcert::"].into_iter();
    paths.flat_map(|start| followers(code, start)).filter(later).map(str::to_owned).collect()
}

#[test]
fn every_folder_has_its_place_in_the_order() {
    let entries = fs::read_dir(root().join("src")).expect("the sources");
    let folders = entries.map(|entry| entry.expect("an entry").path()).filter(|path| path.is_dir());
    let names: BTreeSet<String> =
        folders.map(|path| path.file_name().expect("a name").to_string_lossy().into_owned()).collect();
    assert_eq!(names, FOLDERS.map(str::to_owned).into());
}

#[test]
fn no_folder_imports_from_one_after_it() {
    for folder in FOLDERS {
        let files = sources(&root().join("src").join(folder));
        assert!(!files.is_empty(), "{folder}");
        for file in files {
            let imports = imports_against_the_order(folder, &code(&read(&file)));
            assert!(imports.is_empty(), "{} imports from {imports:?}", file.display());
        }
    }
}

/// Folders are imported at all: the scan does not pass because it sees nothing.
#[test]
fn each_folder_imports_from_one_before_it() {
    for (place, folder) in FOLDERS.iter().enumerate().skip(1) {
        let earlier = |name: &&str| FOLDERS[..place].contains(name);
        let files = sources(&root().join("src").join(folder));
        let some = files.iter().any(|file| followers(&code(&read(file)), "crate::").iter().any(earlier));
        assert!(some, "{folder}");
    }
}

#[test]
fn the_scan_sees_what_it_should() {
    let found = |code_of: &str| imports_against_the_order("coupling", &code(code_of));
    assert_eq!(found("use crate::linear::six;"), ["linear"]);
    assert_eq!(
        found("use crate::{\n    cli::run,\n    scalar::{Field, claim},\n    report,\n};"),
        ["cli", "report"]
    );
    assert_eq!(found("fn f() { crate::claim::verify() }"), ["claim"]);
    assert_eq!(found("use super::super::report;"), ["report"]);
    assert_eq!(found("// use crate::cli;\nuse crate::matrix; //! crate::cli"), [""; 0]);
    assert_eq!(found("use crate::client; use crate::scalar::{self, report};"), [""; 0]);
}

/// Of each package of the lock file, what it depends on.
fn locked_dependencies(lock: &str) -> BTreeMap<String, BTreeSet<String>> {
    let package = |text: &str| {
        let name = text.lines().find_map(|line| line.strip_prefix("name = \""));
        let name = name.expect("a name").trim_end_matches('"').to_owned();
        let list = text.split_once("dependencies = [").map_or("", |(_, rest)| rest);
        let list = list.split(']').next().unwrap_or("");
        // An entry is a name, with a version where there are several.
        let names = list.split('"').skip(1).step_by(2).filter_map(|entry| entry.split(' ').next());
        (name, names.map(str::to_owned).collect::<BTreeSet<_>>())
    };
    let mut packages: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (name, dependencies) in lock.split("[[package]]").skip(1).map(package) {
        packages.entry(name).or_default().extend(dependencies);
    }
    packages
}

/// A package and all that it depends on, for its tests as well.
fn closure(packages: &BTreeMap<String, BTreeSet<String>>, start: &str) -> BTreeSet<String> {
    let (mut seen, mut open) = (BTreeSet::new(), vec![start.to_owned()]);
    while let Some(name) = open.pop() {
        if seen.insert(name.clone()) {
            open.extend(
                packages.get(&name).unwrap_or_else(|| panic!("{name} is not locked")).iter().cloned(),
            );
        }
    }
    seen
}

#[test]
fn the_checker_does_not_depend_on_the_program() {
    let packages = locked_dependencies(&read(&root().join("Cargo.lock")));
    let checker = closure(&packages, "flowcert-check");
    assert!(checker.contains("rug") && checker.contains("serde_json"), "{checker:?}");
    assert!(!checker.contains("flowcert"), "{checker:?}");
    assert!(!checker.contains("nalgebra"), "{checker:?}");
    let program = closure(&packages, "flowcert");
    assert!(program.contains("flowcert-check") && program.contains("nalgebra"), "{program:?}");
}

#[test]
fn the_manifest_of_the_checker_names_neither_the_program_nor_its_folder() {
    let manifest = read(&root().join("checker/Cargo.toml"));
    let dependencies = manifest.split_once("[dependencies]").expect("dependencies").1;
    let name = |line: &str| line.split(['.', ' ', '=']).next().unwrap_or("").to_owned();
    let names: Vec<String> = dependencies.lines().map(name).collect();
    assert!(names.iter().any(|name| name == "rug"), "{names:?}");
    assert!(!names.iter().any(|name| name == "flowcert"), "{names:?}");
    assert!(!manifest.contains("../") && !manifest.contains("path = \"..\""), "{manifest}");
}

#[test]
fn the_sources_of_the_checker_import_nothing_of_the_program() {
    for folder in ["checker/src", "checker/tests"] {
        for file in sources(&root().join(folder)) {
            let text = code(&read(&file));
            let bare = text.match_indices("flowcert").any(|(place, _)| {
                text[place..].starts_with("flowcert::") || text[place..].starts_with("flowcert;")
            });
            assert!(!bare, "{} imports from flowcert", file.display());
            for outside in ["include!(", "include_str!(\"../..", "#[path = \"../.."] {
                assert!(!text.contains(outside), "{}: {outside}", file.display());
            }
        }
    }
}
