//! `--help` and `--version`.

use crate::common::flowcert;

#[test]
fn every_command_explains_its_options() {
    for (command, options) in [
        (
            "factor",
            &[
                "<INPUT>",
                "--mode",
                "--strategy",
                "--field",
                "--tensor",
                "--arith",
                "--seed",
                "--output",
                "--format",
            ][..],
        ),
        (
            "layers",
            &["<INPUT>", "--mode", "--partition", "--field", "--tensor", "--seed", "--output", "--format"],
        ),
        ("verify", &["<CERT>"]),
        ("show", &["<CERTIFICATE>"]),
        ("apply", &["<CERTIFICATE>", "<VECTORS>", "--inverse", "--output"]),
        ("export", &["<CERTIFICATE>", "--to", "--dtype", "--conv", "--output"]),
        ("check", &["--claim", "--out", "--seed", "--quick", "--format"]),
        ("claims", &["[ID]", "--format"]),
        (
            "enumerate",
            &["--field", "--partition", "--out", "--resume", "--no-symmetry", "--memory", "--format"],
        ),
        (
            "depth",
            &[
                "--dim",
                "--modes",
                "--params-per-layer",
                "--accuracy",
                "--class",
                "--lipschitz",
                "--family",
                "--optimize",
                "--output",
            ],
        ),
        ("table", &["depth", "depth-vs-norm", "cost", "enumeration"]),
    ] {
        let help = flowcert([command, "--help"]).succeeds();
        for option in options.iter().chain(&["--quiet", "--help"]) {
            assert!(help.contains(option), "{command}, {option}: {help}");
        }
        assert!(help.contains(&format!("Usage: flowcert {command}")), "{help}");
        assert_eq!(flowcert(["help", command]).succeeds(), help);
        assert!(!flowcert([command, "-h"]).succeeds().is_empty());
    }
}

#[test]
fn the_program_names_its_commands_and_exit_codes() {
    let help = flowcert(["--help"]).succeeds();
    for command in
        ["check", "claims", "factor", "layers", "verify", "show", "apply", "export", "enumerate", "table"]
    {
        assert!(help.lines().any(|line| line.starts_with(&format!("  {command}"))), "{command}: {help}");
    }
    assert!(
        help.contains("Exit codes: 0 holds or verified; 1 does not hold or rejected; 2 bad usage"),
        "{help}"
    );
}

#[test]
fn the_version_is_that_of_the_package() {
    let version = concat!("flowcert ", env!("CARGO_PKG_VERSION"), "\n");
    assert_eq!(flowcert(["--version"]).succeeds(), version);
    assert_eq!(flowcert(["-V"]).succeeds(), version);
}
