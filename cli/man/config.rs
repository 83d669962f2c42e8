//! gmqtt.yml(5): the configuration, key by key, from the definition the reader of the file has.

use clap_mangen::roff::{Roff, bold, italic, roman};
use gmqtt_config::KeyDoc;

use super::{Page, title};

/// The page.
pub(super) fn page() -> Page {
    let mut roff = Roff::new();
    title(&mut roff, "gmqtt.yml", 5);
    roff.control("SH", ["NAME"]);
    roff.text([roman("gmqtt.yml - the configuration of gmqtt start")]);
    description(&mut roff);
    let keys = gmqtt_config::keys();
    let (sections, top): (Vec<&KeyDoc>, Vec<&KeyDoc>) = keys
        .iter()
        .filter(|key| !key.path.contains('.'))
        .partition(|key| has_keys_below(key));
    roff.control("SH", ["TOP LEVEL"]);
    top.iter().for_each(|one| key(&mut roff, one));
    for section in sections {
        roff.control("SH", [section.path.to_uppercase().as_str()]);
        roff.text([roman(section.doc.as_str())]);
        keys.iter()
            .filter(|below| is_below(below, section) && !has_keys_below(below))
            .for_each(|one| key(&mut roff, one));
    }
    roff.control("SH", ["EXAMPLES"]);
    roff.control("nf", []);
    for line in EXAMPLE.lines() {
        roff.text([roman(line)]);
    }
    roff.control("fi", []);
    roff.control("SH", ["SEE ALSO"]);
    roff.text([roman("gmqtt(1), gmqtt-start(1), gmqtt-config(1), gmqtt-config-check(1), gmqtt-init(1), gmqtt-security(7)")]);
    Page {
        name: "gmqtt.yml".to_owned(),
        section: 5,
        source: roff.to_roff(),
    }
}

fn description(roff: &mut Roff) {
    roff.control("SH", ["DESCRIPTION"]);
    let paragraphs: [&str; 5] = [
        "A YAML file. A key that is left out has its default, so a short file is a good file. A key that does not exist is an \
         error, and gmqtt config check says on which line. gmqtt init writes a file with every key and an explanation.",
        "The first of these files that exists is read: the one that -c names, the one that GMQTT_CONFIG names, \
         $HOME/gmqtt.yml, $XDG_CONFIG_HOME/gmqtt/gmqtt.yml (not by root), /etc/gmqtt/gmqtt.yml and /etc/gmqtt/gmqttd.yml. \
         Without any the broker serves this machine only.",
        "--set KEY=VALUE wins over the environment, and GMQTT_CFG__A__B=VALUE for the key a.b over the file. gmqtt config \
         show --origin says where each value comes from.",
        "Durations are numbers with units, one after the other: 90s, 1h30m, 250ms; the units are d, h, m, s, ms, us and ns. \
         Relative paths are looked up in the folder of the file. In the names of keys [] stands for each item of a list.",
        "gmqtt reload, or SIGHUP, has a running broker read the file again. A file with mistakes changes nothing.",
    ];
    for (at, paragraph) in paragraphs.iter().enumerate() {
        if at > 0 {
            roff.control("PP", []);
        }
        roff.text([roman(*paragraph)]);
    }
}

fn key(roff: &mut Roff, key: &KeyDoc) {
    roff.control("TP", []);
    roff.text([bold(key.path.as_str())]);
    let mut words = vec![
        roman(format!("{} ", key.doc)),
        roman(capital(&key.expected)),
        roman("."),
    ];
    match (&key.default, key.required) {
        (Some(default), _) if !default.is_empty() && default != "''" => {
            words.extend([roman(" Default: "), italic(default.as_str()), roman(".")]);
        }
        (_, true) => words.push(roman(" Required.")),
        _ => {}
    }
    if let Some(alias) = key.alias {
        words.extend([roman(" Also read as "), italic(alias), roman(".")]);
    }
    roff.text(words);
}

fn capital(text: &str) -> String {
    let text = text.replace('`', "");
    let mut chars = text.chars();
    chars
        .next()
        .map(|first| first.to_uppercase().chain(chars).collect())
        .unwrap_or_default()
}

fn is_below(key: &KeyDoc, section: &KeyDoc) -> bool {
    key.path
        .strip_prefix(&section.path)
        .is_some_and(|rest| rest.starts_with(['.', '[']))
}

fn has_keys_below(section: &KeyDoc) -> bool {
    gmqtt_config::keys()
        .iter()
        .any(|key| is_below(key, section))
}

const EXAMPLE: &str = "\
listeners:
  - address: \":1883\"
  - address: \":8883\"
    tls: {cert: tls/server.crt, key: tls/server.key}
plugin_order: [prometheus, admin, auth, acl]
limits: {queue_memory: 268435456}
mqtt:
  session_expiry: 1d";
