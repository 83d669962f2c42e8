//! `gmqtt completions`: what real shells make of the scripts.

use super::process::{Done, gmqtt, run, run_gmqtt, shell};

/// Runs `script` in `program`, with gmqtt on the path.
fn in_shell(program: &str, script: &str) -> Done {
    let mut command = shell(&format!(
        "export PATH=\"$(dirname \"$GMQTT\"):$PATH\"; exec {program} \"$SCRIPT\""
    ));
    run(command.env("SCRIPT", script).env("TERM", "dumb"))
}

/// What bash offers for the last of `words`, with the script that `completions` prints.
fn bash(completions: &str, function: &str, words: &[&str]) -> Vec<String> {
    let last = words.last().expect("a word");
    let script = format!(
        "source <({completions}); COMP_WORDS=({}); COMP_CWORD={}; COMP_TYPE=9; {function} gmqtt '{last}' '' 2>&1; \
         printf '%s\\n' \"${{COMPREPLY[@]}}\"",
        words.join(" "),
        words.len() - 1,
    );
    let done = in_shell("bash --norc -c", &script);
    assert_eq!((done.code, done.stderr.as_str()), (Some(0), ""), "{done:?}");
    done.stdout
        .lines()
        .map(|line| line.trim().to_owned())
        .collect()
}

#[test]
fn bash_offers_commands_flags_and_config_keys() {
    let asked = |words: &[&str]| bash("gmqtt completions bash", "_clap_complete_gmqtt", words);
    assert_eq!(asked(&["gmqtt", "config", "che"]), ["check"]);
    assert_eq!(asked(&["gmqtt", "start", "--log-f"]), ["--log-format"]);
    assert_eq!(
        asked(&["gmqtt", "start", "--set", "mqtt.max_inf"]),
        ["mqtt.max_inflight="]
    );
    assert_eq!(asked(&["gmqtt", "help", "exit-c"]), ["exit-codes"]);
}

#[test]
fn bash_offers_commands_and_flags_without_asking_gmqtt() {
    let asked = |words: &[&str]| bash("gmqtt completions bash --static; PATH=", "_gmqtt", words);
    assert_eq!(asked(&["gmqtt", "config", "che"]), ["check"]);
    assert_eq!(asked(&["gmqtt", "start", "--log-f"]), ["--log-format"]);
}

#[test]
fn fish_offers_commands_with_what_they_do() {
    for completions in ["gmqtt completions fish", "gmqtt completions fish --static"] {
        let script = format!(
            "{completions} | source; complete -C 'gmqtt config che'; complete -C 'gmqtt start --log-f'"
        );
        let done = in_shell("fish --no-config -c", &script);
        assert_eq!((done.code, done.stderr.as_str()), (Some(0), ""), "{done:?}");
        let offered: Vec<_> = done.stdout.lines().collect();
        assert!(
            matches!(offered[..], [check, flag] if check.starts_with("check\tSay what is wrong") && flag.starts_with("--log-format\t")),
            "{completions}: {done:?}"
        );
    }
}

/// A terminal of zsh's own, on which a line is typed as far as `che` and Tab.
#[test]
fn zsh_completes_the_line_on_a_terminal() {
    for completions in ["gmqtt completions zsh", "gmqtt completions zsh --static"] {
        let script = format!(
            "zmodload zsh/zpty
             zpty terminal zsh -f -i
             zpty -w terminal 'unset zle_bracketed_paste; PS1=; autoload -Uz compinit; compinit -u -D; source <({completions}); print rea\"\"dy'
             zpty -r terminal said '*ready*' || exit 1
             zpty -w -n terminal $'gmqtt config che\\t-o json\\n'
             zpty -r terminal said '*\"diagnostics\"*' || exit 1
             print -r -- \"$said\"
             zpty -d terminal"
        );
        let done = in_shell("zsh -f -c", &script);
        assert_eq!(done.code, Some(0), "{completions}: {done:?}");
        assert!(
            done.stdout.contains("\"valid\": true"),
            "{completions}: {done:?}"
        );
    }
}

#[test]
fn completion_is_the_same_command() {
    assert_eq!(
        run_gmqtt(["completion", "fish"]).stdout,
        run_gmqtt(["completions", "fish"]).stdout
    );
}

#[test]
fn every_shell_has_a_script() {
    for name in ["bash", "zsh", "fish", "powershell", "elvish"] {
        for extra in [&[][..], &["--static"]] {
            let done = run_gmqtt(["completions", name].iter().chain(extra).copied());
            assert_eq!(done.code, Some(0), "{done:?}");
            assert!(done.stdout.contains("gmqtt"), "{name} {extra:?}");
        }
    }
    let done = run_gmqtt(["completions", "tcsh"]);
    assert_eq!(done.code, Some(2), "{done:?}");
}

#[test]
fn a_shell_that_asks_nonsense_gets_no_answer_and_no_message() {
    for (shell, index, words) in [
        ("bash", "99", &["gmqtt", "config"][..]),
        ("zsh", "1", &["gmqtt"]),
        ("fish", "0", &["gmqtt", "bogus", "--bogus", "\u{1b}[2J"]),
        ("elvish", "-1", &["gmqtt", ""]),
    ] {
        let mut command = gmqtt(["--"]);
        command
            .args(words)
            .env("COMPLETE", shell)
            .env("_CLAP_COMPLETE_INDEX", index);
        let done = run(&mut command);
        assert_eq!(
            (done.code, done.stderr.as_str()),
            (Some(0), ""),
            "{shell}: {done:?}"
        );
    }
}

#[test]
fn a_variable_that_names_no_shell_means_nothing() {
    let done = run(gmqtt(["version"]).env("COMPLETE", "yes"));
    assert!(done.stdout.starts_with("gmqtt "), "{done:?}");
}
