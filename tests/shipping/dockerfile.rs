//! The Dockerfile, read as an engine reads it: what its last stage says of the image, and its steps one by one.

/// A Dockerfile.
#[derive(Debug)]
pub(super) struct Dockerfile {
    pub(super) stages: Vec<Stage>,
}

/// From one FROM to the next.
#[derive(Debug)]
pub(super) struct Stage {
    pub(super) image: String,
    pub(super) name: Option<String>,
    pub(super) steps: Vec<Step>,
}

/// An instruction.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Step {
    pub(super) word: String,
    pub(super) rest: String,
}

impl Dockerfile {
    pub(super) fn parse(text: &str) -> Self {
        let mut stages: Vec<Stage> = Vec::new();
        for line in logical_lines(text) {
            let (word, rest) = line.split_once(' ').expect("an instruction says what");
            let step = Step {
                word: word.to_owned(),
                rest: rest.trim().to_owned(),
            };
            if word == "FROM" {
                let (image, name) = match step.rest.split_once(" AS ") {
                    Some((image, name)) => (image.to_owned(), Some(name.to_owned())),
                    None => (step.rest, None),
                };
                stages.push(Stage {
                    image,
                    name,
                    steps: Vec::new(),
                });
            } else {
                stages
                    .last_mut()
                    .expect("FROM comes first")
                    .steps
                    .push(step);
            }
        }
        Self { stages }
    }

    /// The stage that becomes the image.
    pub(super) fn image(&self) -> &Stage {
        self.stages.last().expect("a stage")
    }

    pub(super) fn stage(&self, name: &str) -> &Stage {
        let mut all = self.stages.iter();
        let found = all.find(|stage| stage.name.as_deref() == Some(name));
        found.unwrap_or_else(|| panic!("no stage {name}"))
    }
}

impl Stage {
    /// What the last instruction with this word says.
    #[track_caller]
    pub(super) fn last(&self, word: &str) -> &str {
        let found = self.steps.iter().rfind(|step| step.word == word);
        &found.unwrap_or_else(|| panic!("no {word}")).rest
    }

    /// What is run when a container starts.
    pub(super) fn command(&self) -> Vec<String> {
        ["ENTRYPOINT", "CMD"]
            .into_iter()
            .flat_map(|word| {
                let list: Vec<String> =
                    serde_json::from_str(self.last(word)).expect("a list in JSON");
                list
            })
            .collect()
    }
}

/// Lines without comments, joined where they end with a backslash.
fn logical_lines(text: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let mut open = String::new();
    for line in text.lines() {
        let line = line.trim();
        if line.starts_with('#') || (line.is_empty() && open.is_empty()) {
            continue;
        }
        match line.strip_suffix('\\') {
            Some(part) => open += part,
            None => lines.push(std::mem::take(&mut open) + line),
        }
    }
    lines
}

#[test]
fn lines_are_joined_and_comments_left_out() {
    let read = Dockerfile::parse(
        "# first\nFROM a AS b\nRUN one \\\n    # why\n    && two\n\nFROM c\nCOPY --from=b /x /y\nENTRYPOINT [\"x\"]\nCMD [\"y\", \"z\"]\n",
    );
    assert_eq!(read.stage("b").last("RUN"), "one && two");
    assert_eq!(read.image().image, "c");
    assert_eq!(read.image().last("COPY"), "--from=b /x /y");
    assert_eq!(read.image().command(), ["x", "y", "z"]);
}
