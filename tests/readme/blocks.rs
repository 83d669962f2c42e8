//! The fenced blocks of a page of Markdown, and the commands in them.

/// A fenced block.
#[derive(Debug)]
pub(super) struct Block<'a> {
    pub(super) language: &'a str,
    pub(super) text: Vec<&'a str>,
    /// Of its fence, from 1.
    pub(super) line: usize,
    /// Keys and values of the comments right before it.
    comments: Vec<(&'a str, &'a str)>,
    /// The last world that was named.
    pub(super) world: Option<&'a str>,
}

/// A command, and what it is said to print.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Shown<'a> {
    pub(super) command: &'a str,
    pub(super) output: Vec<&'a str>,
}

impl<'a> Block<'a> {
    pub(super) fn all(page: &'a str) -> Vec<Self> {
        let mut blocks = Vec::new();
        let (mut comments, mut world) = (Vec::new(), None);
        let mut lines = page.lines().enumerate();
        while let Some((at, line)) = lines.next() {
            if let Some(pair) = comment(line) {
                if pair.0 == "world" {
                    world = Some(pair.1);
                }
                comments.push(pair);
            } else if let Some(language) = line.strip_prefix("```") {
                let text = lines
                    .by_ref()
                    .map(|(_, line)| line)
                    .take_while(|line| *line != "```")
                    .collect();
                blocks.push(Self {
                    language,
                    text,
                    line: at + 1,
                    comments: std::mem::take(&mut comments),
                    world,
                });
            } else if !line.is_empty() {
                comments.clear();
            }
        }
        blocks
    }

    /// What the comments before it say about `key`.
    pub(super) fn said(&self, key: &str) -> Option<&'a str> {
        let mut all = self.comments.iter();
        all.find_map(|(name, value)| (*name == key).then_some(*value))
    }

    pub(super) fn runs_somewhere(&self) -> bool {
        self.world.is_some() || self.said("run by").is_some()
    }

    /// Its commands. What stands before the first is nobody's output.
    pub(super) fn commands(&self) -> Vec<Shown<'a>> {
        let mut commands: Vec<Shown<'a>> = Vec::new();
        for line in &self.text {
            match (line.strip_prefix("$ "), commands.last_mut()) {
                (Some(command), _) => commands.push(Shown {
                    command,
                    output: Vec::new(),
                }),
                (None, Some(last)) => last.output.push(line),
                (None, None) => panic!("line {}: output of no command", self.line),
            }
        }
        for shown in &mut commands {
            while shown.output.last().is_some_and(|line| line.is_empty()) {
                shown.output.pop();
            }
        }
        commands
    }
}

/// `<!-- key: value -->`
fn comment(line: &str) -> Option<(&str, &str)> {
    let inside = line.strip_prefix("<!-- ")?.strip_suffix(" -->")?;
    inside.split_once(": ")
}

/// The lines that are in no block.
pub(super) fn outside(page: &str) -> impl Iterator<Item = &str> {
    let mut is_inside = false;
    page.lines().filter(move |line| {
        let is_fence = line.starts_with("```");
        is_inside ^= is_fence;
        !is_inside && !is_fence
    })
}

#[test]
fn commands_are_found_with_their_output() {
    let page = "text\n\n<!-- world: one -->\n```console\n$ a b\nout\n\n$ c\n```\n\n    x\n\n```yaml\ny: 1\n```\n";
    let [console, yaml] = &Block::all(page)[..] else {
        panic!("two blocks")
    };
    assert_eq!((console.line, console.said("world")), (4, Some("one")));
    let commands: Vec<_> = console.commands();
    let first = Shown {
        command: "a b",
        output: vec!["out"],
    };
    assert_eq!(commands[0], first);
    assert_eq!((commands[1].command, commands[1].output.len()), ("c", 0));
    assert_eq!(
        (yaml.language, yaml.world, yaml.said("world")),
        ("yaml", Some("one"), None)
    );
    assert!(outside(page).any(|line| line == "    x"));
    assert!(!outside(page).any(|line| line == "out"));
}
