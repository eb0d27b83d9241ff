//! The text of an enumeration.

use std::io::{self, Write};

use crate::certificate::Enumeration;

pub(super) fn write<W: Write>(enumeration: &Enumeration, out: &mut W) -> io::Result<()> {
    let Enumeration { field, partition: [first, second], counts } = enumeration;
    let counts = counts.iter().map(|count| format!("\"{count}\"")).collect::<Vec<_>>().join(", ");
    writeln!(out, "{{")?;
    writeln!(out, "  \"format\": \"flowcert/1\",")?;
    writeln!(out, "  \"kind\": \"enumeration\",")?;
    writeln!(out, "  \"mode\": \"additive\",")?;
    writeln!(out, "  \"field\": {field},")?;
    writeln!(out, "  \"partition\": [{first}, {second}],")?;
    writeln!(out, "  \"counts\": [{counts}]")?;
    writeln!(out, "}}")
}
