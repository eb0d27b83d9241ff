//! `flowcert table depth-vs-norm`: the formats, the pictures, and that a run gives what the run before gave.

use std::fs;

use serde_json::Value;

use crate::common::program::{program, text};
use crate::common::{Answer, flowcert};

const QUICK: [&str; 3] = ["table", "depth-vs-norm", "--quick"];

fn with(arguments: &[&str]) -> Answer {
    flowcert(QUICK.iter().chain(arguments))
}

#[test]
fn json_has_everything_and_does_not_depend_on_threads() {
    let run = |threads: &str| {
        Answer::of(program().args(QUICK).args(["--format", "json"]).env("RAYON_NUM_THREADS", threads))
            .succeeds()
    };
    let output = run("1");
    assert_eq!(output, run("2"));
    let table: Value = serde_json::from_str(&output).expect("JSON");
    assert_eq!((&table["seed"], &table["quick"], &table["restarts"]), (&1.into(), &true.into(), &6.into()));
    assert_eq!(table["errors"].as_array().map(Vec::len), Some(3));
    let rows = table["rows"].as_array().expect("rows");
    let row = rows.iter().find(|row| row["matrix"] == "R₉₀ ⊕ I₂").expect("the witness");
    assert_eq!((&row["found"][0]["norm"], &row["found"][0]["evidence"]), (&Value::Null, &"proved".into()));
    assert_eq!((&row["found"][1]["layers"], &row["found"][1]["evidence"]), (&6.into(), &"empirical".into()));
    let norm: f64 = row["found"][1]["norm"].to_string().parse().expect("a number");
    assert!((norm - 1.189).abs() < 2e-3, "{norm}");
    let evidence = |it: &Value| it["evidence"].as_str().expect("a word").to_owned();
    let constructions = row["constructions"].as_array().expect("constructions");
    assert!(constructions.iter().map(evidence).all(|it| it == "proved" || it == "certified"), "{row}");
    let five = table["five_layers"].as_array().expect("blow-ups");
    assert!(five.len() == 3 && five.iter().all(|it| it["fit"]["evidence"] == "empirical"), "{table}");
}

#[test]
fn text_says_what_is_proved_and_what_is_not_and_the_pictures_have_letters() {
    let folder = tempfile::tempdir().expect("a folder");
    let (svg, png) = (folder.path().join("table.svg"), folder.path().join("table.png"));
    let output = with(&["--plot", text(&svg), "--plot", text(&png)]).succeeds();
    for words in
        ["K = 10", "∞", "empirical", "certified", "at least (proved)", "seed 1", "6 random starts", "α"]
    {
        assert!(output.contains(words), "{words}: {output}");
    }
    assert_eq!(fs::read_dir(folder.path()).expect("the folder").count(), 2);
    let picture = fs::read_to_string(&svg).expect("the picture");
    assert!(picture.starts_with("<svg") && picture.trim_end().ends_with("</svg>"));
    for words in ["<text", "layers K", "relative error ε", "R₉₀ ⊕ I₂", "<polyline"] {
        assert!(picture.contains(words), "{words}");
    }
    assert_png_with_letters(&fs::read(&png).expect("the picture"));
}

/// The caption is drawn: dark pixels in the strip above the panel, which has nothing else.
fn assert_png_with_letters(bytes: &[u8]) {
    let mut reader = png::Decoder::new(std::io::Cursor::new(bytes)).read_info().expect("a PNG");
    let mut pixels = vec![0; reader.output_buffer_size().expect("a size")];
    let frame = reader.next_frame(&mut pixels).expect("pixels");
    assert_eq!((frame.width, frame.height, frame.color_type), (1400, 720, png::ColorType::Rgb));
    let row = 3 * frame.width as usize;
    let dark =
        pixels[13 * row..28 * row].chunks_exact(3).filter(|pixel| pixel.iter().all(|it| *it < 100)).count();
    assert!((200..10_000).contains(&dark), "{dark}");
}

#[test]
fn markdown_is_a_table_and_quiet_leaves_the_notes_out() {
    let output = with(&["--format", "markdown", "--quiet"]).succeeds();
    assert!(!output.contains("seed"), "{output}");
    let tables: Vec<&str> = output.split("### ").skip(1).collect();
    assert_eq!(tables.len(), 3);
    for table in tables {
        let lines: Vec<&str> = table.lines().filter(|line| line.starts_with('|')).collect();
        let bars = |line: &&str| line.matches('|').count();
        assert!(lines.len() > 4 && lines[1].starts_with("|---|"), "{table}");
        assert!(lines.iter().all(|line| bars(line) == bars(&lines[0])), "{table}");
    }
}

#[test]
fn csv_has_one_line_for_each_number() {
    let output = with(&["--format", "csv"]).succeeds();
    let mut reader = csv::Reader::from_reader(output.as_bytes());
    let header = reader.headers().expect("a header").clone();
    let column = |name: &str| header.iter().position(|it| it == name).expect("a column");
    let records: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().expect("CSV");
    assert!(records.len() > 60, "{}", records.len());
    for record in &records {
        let norm: f64 = record[column("norm")].parse().expect("a number");
        assert!(norm >= 0.0, "{record:?}");
        let evidence = &record[column("evidence")];
        assert!(["proved", "certified", "empirical"].contains(&evidence), "{record:?}");
        assert_eq!(&record[column("seed")] == "1", evidence == "empirical", "{record:?}");
    }
}

#[test]
fn pictures_that_cannot_be_are_refused_before_the_work() {
    let folder = tempfile::tempdir().expect("a folder");
    for name in ["table.pdf", "table", "svg"] {
        let path = folder.path().join(name);
        let complaint = flowcert(["table", "depth-vs-norm", "--plot", text(&path)]).fails(2, "plot::format");
        assert!(complaint.contains(".svg"), "{complaint}");
    }
    let path = folder.path().join("none/table.svg");
    flowcert(["table", "depth-vs-norm", "--plot", text(&path)]).fails(2, "write::io");
    assert_eq!(fs::read_dir(folder.path()).expect("the folder").count(), 0);
}
