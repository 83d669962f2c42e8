//! From a file, the environment and the flags to a [`Config`].
//!
//! The file becomes a tree, the overrides are put into the tree, the tree is read into the structs, and what only
//! shows when several values are seen together is checked last. Every mistake on this way is collected.

mod check;
mod check_files;
mod diagnostic;
mod entries;
mod error;
mod origins;
mod overrides;
mod relative;
mod report;
mod search;
mod source;

use std::{
    fs::File,
    io::{self, Read},
    path::{Path, PathBuf},
};

pub use check::PLUGINS;
pub use diagnostic::{Diagnostic, Location, Severity};
pub use entries::Entry;
pub use error::LoadError;
pub use origins::{Origin, Origins};
pub use search::{Candidate, default_data_dir, search_path};

pub(crate) use entries::{Entries, read_entries};
pub(crate) use report::{Finding, Report};
pub(crate) use source::{SourceId, SourceKind, Sources, Span, lines};

use crate::{
    Compat, Config, CustomSections,
    schema::Reader,
    yaml::{self, Content, Node},
};

/// What decides over the configuration.
#[derive(Debug, Clone, Default)]
pub struct LoadOptions {
    /// The file named with `-c`. It must exist.
    pub file: Option<PathBuf>,
    /// `--set` arguments, `key=value` each. They win over everything else, the last over those before.
    pub set: Vec<String>,
    /// The environment: `GMQTT_CONFIG`, `HOME`, `XDG_CONFIG_HOME`, `GMQTT_CFG__*` and
    /// `GMQTT_API_TOKEN_FILE` are looked at.
    pub env: Vec<(String, String)>,
    /// Whether the process runs as root; root has no configuration under `$XDG_CONFIG_HOME`.
    pub is_root: bool,
    /// Whether the files the configuration names must exist.
    pub check_files: bool,
    /// The names of plugins that are there besides [`PLUGINS`].
    pub plugins: Vec<String>,
}

/// A configuration that can be used.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// The configuration. Relative paths from the file are resolved against the file's directory.
    pub config: Config,
    /// The file it came from; `None` means built-in defaults.
    pub path: Option<PathBuf>,
    /// What should be looked at, in file order.
    pub warnings: Vec<Diagnostic>,
    /// Where each value came from.
    pub origins: Origins,
}

/// A larger file is not a configuration.
const LARGEST_FILE: u64 = 1024 * 1024;
/// Values in one configuration, aliases expanded.
const MOST_VALUES: usize = 50_000;

/// Finds and reads the configuration.
///
/// # Errors
/// When the file cannot be read, or anything in it or in the overrides is wrong.
pub fn load(options: &LoadOptions) -> Result<Loaded, LoadError> {
    let Some(candidate) = search::choose(options) else {
        return read(None, &[], options);
    };
    match read_file(&candidate.path) {
        Ok(bytes) => read(Some(&candidate.path), &bytes, options),
        Err(cause) => Err(LoadError::Unreadable {
            path: candidate.path,
            cause,
            rule: candidate.rule,
        }),
    }
}

/// Reads a configuration that is already in memory, as if it were the file of this name.
///
/// # Errors
/// When anything in it or in the overrides is wrong.
pub fn load_bytes(path: &Path, bytes: &[u8], options: &LoadOptions) -> Result<Loaded, LoadError> {
    read(Some(path), bytes, options)
}

/// A named file may be a pipe: it is read once, and no further than the limit.
fn read_file(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?
        .take(LARGEST_FILE + 1)
        .read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn read(path: Option<&Path>, bytes: &[u8], options: &LoadOptions) -> Result<Loaded, LoadError> {
    let mut sources = Sources::new();
    let name = path
        .map(|path| path.display().to_string())
        .unwrap_or_default();
    let text = String::from_utf8_lossy(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes));
    let file = sources.add(SourceKind::File, name, text);
    let overrides = overrides::sources(&options.env, &options.set, &mut sources);

    let mut report = Report::new(&sources);
    // After a file that cannot be parsed, its keys are not known; the overrides alone are still checked.
    let tree = parse_file(bytes, file, &mut report);
    let parsed = tree.is_some();
    let nothing = Node {
        at: Span {
            source: file,
            line: 1,
            column: 1,
            length: 1,
        },
        content: Content::Null,
    };
    let mut tree = tree.unwrap_or(nothing);
    for id in overrides {
        overrides::apply(&mut tree, id, &mut report);
    }

    let (custom, custom_spans) = CustomSections::take(&mut tree, &options.plugins, &sources);
    let compatible = path.is_some_and(search::is_go_file) || says_go(&tree);
    let (mut config, found): (Config, _) = Reader::new(&mut report, compatible).read(&tree);
    config.plugins.custom = custom;
    if compatible {
        config.compat = Some(Compat::GmqttGo);
    }
    if parsed {
        check::check(&mut config, &options.plugins, &found, &mut report);
    }
    relative::resolve(&mut config, &found, &sources, path);
    if parsed && options.check_files {
        check_files::check(&config, &found, &mut report);
    }
    let path = path.map(Path::to_path_buf);
    let failed = report.has_errors();
    let diagnostics = report.finish();
    if failed {
        return Err(LoadError::Invalid { path, diagnostics });
    }
    let origins = found
        .into_values()
        .chain(custom_spans)
        .map(|(key, span)| (key, sources.origin(span)))
        .collect();
    Ok(Loaded {
        config,
        path,
        warnings: diagnostics,
        origins,
    })
}

fn parse_file(bytes: &[u8], file: SourceId, report: &mut Report<'_>) -> Option<Node> {
    if bytes.len() as u64 > LARGEST_FILE {
        report.push(Finding::error(format!(
            "larger than {LARGEST_FILE} bytes: this is not a config file"
        )));
        return None;
    }
    parse_text(bytes, file, MOST_VALUES, report)
}

/// Parses the text of a source, whose bytes these are.
fn parse_text(
    bytes: &[u8],
    source: SourceId,
    most_values: usize,
    report: &mut Report<'_>,
) -> Option<Node> {
    if let Err(error) = std::str::from_utf8(bytes) {
        let known = String::from_utf8_lossy(&bytes[..error.valid_up_to()]);
        let known = known.strip_prefix('\u{feff}').unwrap_or(&known);
        let at = Span::of_index(known, known.len(), source);
        report.push(Finding::error("this is not UTF-8 text").at(at));
        return None;
    }
    yaml::parse(report.sources().text(source), source, most_values, report)
}

/// Whether the tree asks for the habits of the Go broker, which must be known before it is read.
fn says_go(tree: &Node) -> bool {
    let Some(entry) = tree.entry("compat") else {
        return false;
    };
    matches!(&entry.value.content, Content::Scalar(word) if Compat::from_word(word) == Some(Compat::GmqttGo))
}
