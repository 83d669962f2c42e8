//! The comments of the .proto files, which are the descriptions of the document.

use std::collections::HashMap;

use prost_reflect::DescriptorPool;

/// Comments by file and place.
pub(super) struct Comments(HashMap<(String, Vec<i32>), String>);

impl Comments {
    pub(super) fn read(pool: &DescriptorPool) -> Self {
        let mut comments = HashMap::new();
        for file in pool.file_descriptor_protos() {
            let places = file.source_code_info.iter().flat_map(|info| &info.location);
            for place in places {
                let text = place.leading_comments();
                if !text.is_empty() {
                    let key = (file.name().to_owned(), place.path.clone());
                    comments.insert(key, paragraphs(text));
                }
            }
        }
        Self(comments)
    }

    /// The comment of what stands at this path of a file; empty if it has none.
    pub(super) fn of(&self, file: &str, path: &[i32]) -> &str {
        // The map's keys own their parts; this is called some thousand times for a document.
        let key = (file.to_owned(), path.to_vec());
        self.0.get(&key).map_or("", String::as_str)
    }
}

/// Lines that belong together in one line; an empty line between paragraphs.
fn paragraphs(text: &str) -> String {
    let mut out = String::new();
    let mut new_paragraph = false;
    for line in text.lines().map(str::trim) {
        if line.is_empty() {
            new_paragraph = !out.is_empty();
            continue;
        }
        if !out.is_empty() {
            out.push_str(if new_paragraph { "\n\n" } else { " " });
        }
        out.push_str(line);
        new_paragraph = false;
    }
    out
}
