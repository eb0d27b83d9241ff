//! `flowcert table cost`: the counts, and that the same map is timed.

use serde_json::Value;

use crate::common::flowcert;

#[test]
fn counts_are_exact_and_latencies_positive() {
    let output = flowcert(["table", "cost", "--channels", "8,32", "--format", "json"]).succeeds();
    let table: Value = serde_json::from_str(&output).expect("JSON");
    assert_eq!((&table["seed"], &table["threads"]), (&1.into(), &1.into()));
    let rows = table["rows"].as_array().expect("rows");
    assert_eq!(rows.len(), 14);
    for row in rows {
        let channels = row["channels"].as_u64().expect("a number");
        let expected = match row["method"].as_str().expect("a method") {
            "six couplings" => 3 * channels * channels / 2,
            "ten couplings" => 5 * channels * channels / 2 + channels,
            _ => channels * channels,
        };
        assert_eq!(
            (&row["multiplications"], &row["parameters"]),
            (&expected.into(), &expected.into()),
            "{row}"
        );
        assert_eq!(row["bytes"], 8 * expected, "{row}");
        let number = |value: &Value| value.to_string().parse::<f64>().expect("a number");
        let latency = &row["latency"];
        let (least, median) = (number(&latency["least"]), number(&latency["median"]));
        assert!(0.0 < least && least <= median && median <= number(&latency["largest"]), "{row}");
        assert!(number(&row["relative_error"]) < 1e-9, "{row}");
    }
}

#[test]
fn text_markdown_and_csv() {
    let text = flowcert(["table", "cost", "--channels", "4"]).succeeds();
    for words in ["this machine's", "LU solve", "precomputed inverse", "six couplings", "seed 1"] {
        assert!(text.contains(words), "{words}: {text}");
    }
    let markdown = flowcert(["table", "cost", "--channels", "4", "--format", "markdown"]).succeeds();
    assert_eq!(markdown.lines().filter(|line| line.starts_with("| 4 |")).count(), 7, "{markdown}");
    let output = flowcert(["table", "cost", "--channels", "4", "--format", "csv"]).succeeds();
    let mut reader = csv::Reader::from_reader(output.as_bytes());
    let records: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().expect("CSV");
    assert_eq!(records.len(), 7);
    assert!(records.iter().all(|record| record[6].parse::<f64>().is_ok_and(|it| it > 0.0)), "{output}");
}
