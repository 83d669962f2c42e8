//! Files of the tree that are written from the command line's definition: a test says when one is stale, and with the
//! variable `GMQTT_WRITE` writes it anew.

use std::{fs, path::Path};

/// Holds the file at `path`, from the root of the tree, against what it should be.
#[track_caller]
pub(crate) fn up_to_date(path: &str, content: &[u8]) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    if std::env::var_os("GMQTT_WRITE").is_some() {
        let folder = file.parent().expect("a folder");
        fs::create_dir_all(folder).expect("the folder is made");
        fs::write(&file, content).expect("the file is written");
    }
    let written = fs::read(&file).unwrap_or_default();
    assert!(
        written == content,
        "{path} is stale; write it anew: GMQTT_WRITE=1 cargo test --lib in_the_tree"
    );
}
