//! Commands that are not understood.

use crate::common::flowcert;

#[test]
fn no_command() {
    let answer = flowcert::<&str>([]);
    assert_eq!((answer.exit, answer.output.as_str()), (Some(2), ""), "{answer:#?}");
    assert!(answer.complaint.contains("Usage: flowcert"), "{answer:#?}");
}

#[test]
fn unknown_flags_and_commands() {
    for arguments in [
        &["--loud"][..],
        &["sing"],
        &["factor", "--loud", "-"],
        &["verify", "--loud"],
        &["show", "--inverse", "-"],
        &["apply", "--loud", "-", "-"],
        &["check", "--loud"],
        &["claims", "--loud"],
        &["table", "sing"],
        &["table", "cost", "--quick"],
        &["table", "depth-vs-norm", "--channels", "8"],
    ] {
        flowcert(arguments).misused();
    }
}

#[test]
fn missing_arguments_and_values_that_are_none() {
    for arguments in [
        &["factor"][..],
        &["verify"],
        &["show"],
        &["apply", "-"],
        &["factor", "-", "--mode", "negative"],
        &["factor", "-", "--strategy", "large"],
        &["factor", "-", "--arith", "float"],
        &["factor", "-", "--field", "seven"],
        &["factor", "-", "--field", "-7"],
        &["factor", "-", "--seed", "18446744073709551616"],
        &["factor", "-", "-o"],
        &["factor", "-", "--format", "xml"],
        &["check", "--seed", "one"],
        &["table", "depth-vs-norm", "--format", "xml"],
        &["table", "depth-vs-norm", "--plot"],
        &["table", "cost", "--format", "svg"],
        &["table", "cost", "--channels", "7"],
        &["table", "cost", "--channels", "2"],
        &["table", "cost", "--channels", "8,eight"],
        &["table", "cost", "--channels", "4096"],
        &["table", "cost", "--channels", ""],
    ] {
        flowcert(arguments).misused();
    }
}

#[test]
fn unknown_claims() {
    for arguments in [&["check", "--claim", "nonsense"][..], &["claims", "nonsense"]] {
        let complaint = flowcert(arguments).fails(2, "claim::unknown");
        assert!(complaint.contains("'nonsense'") && complaint.contains("six-layers"), "{complaint}");
    }
}
