//! Files that are made from the descriptors and kept beside them: a test holds them against what would be made now.

use std::path::{Path, PathBuf};
use std::{env, fs};

/// The folder of the crate.
pub(crate) fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

/// Compares a file of the crate with what it should hold. `GMQTT_WRITE=1` writes it instead.
pub(crate) fn check(name: &str, expected: &str) {
    let path = folder().join(name);
    if env::var_os("GMQTT_WRITE").is_some() {
        fs::write(&path, expected).expect("the file can be written");
        return;
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    let differs = written
        .lines()
        .zip(expected.lines())
        .position(|(written, expected)| written != expected);
    assert!(
        written == expected,
        "{name} is out of date (line {:?}): write it anew with GMQTT_WRITE=1, and look at what has changed",
        differs.map(|at| at + 1)
    );
}
