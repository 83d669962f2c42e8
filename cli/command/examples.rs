//! The examples of a command, read from its help: lines below `Examples:`, each a command line and, behind three blanks, what it
//! does.

/// A command line that can be typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Example {
    pub(crate) line: String,
    /// What it does, where the line does not say it.
    pub(crate) meaning: Option<String>,
}

/// The examples of `command`.
pub(crate) fn of(command: &clap::Command) -> Vec<Example> {
    let help = command
        .get_after_help()
        .map(ToString::to_string)
        .unwrap_or_default();
    let (_, examples) = help.split_once("Examples:\n").unwrap_or_default();
    examples
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(|line| match line.split_once("   ") {
            Some((line, meaning)) => Example {
                line: line.to_owned(),
                meaning: Some(meaning.trim().to_owned()),
            },
            None => Example {
                line: line.to_owned(),
                meaning: None,
            },
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_example_is_a_line_and_its_meaning() {
        let command = clap::Command::new("x").after_help("Examples:\n  x a     does a\n  x b");
        let lines: Vec<_> = of(&command)
            .into_iter()
            .map(|one| (one.line, one.meaning))
            .collect();
        assert_eq!(
            lines,
            [
                ("x a".to_owned(), Some("does a".to_owned())),
                ("x b".to_owned(), None)
            ]
        );
    }
}
