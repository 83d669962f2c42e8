//! The line that is typed into: filters and commands.

use crossterm::event::{Event, KeyCode, KeyEvent};
use tui_input::{Input, backend::crossterm::EventHandler as _};

use super::{App, Intention, View};
use crate::{look::ThemeName, pane::CLIENT_FIELDS};

/// What is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PromptFor {
    /// A filter of the view.
    Filter,
    /// A command.
    Command,
}

/// The line.
#[derive(Debug, Clone)]
pub(crate) struct Prompt {
    /// What is typed.
    pub(crate) what: PromptFor,
    /// What is in it.
    pub(crate) input: Input,
    /// Which line of before it shows; as many as there are for the new one.
    at: usize,
}

/// What was typed before.
#[derive(Debug, Default)]
pub(super) struct Histories {
    filters: Vec<String>,
    commands: Vec<String>,
}

impl Histories {
    fn of(&mut self, what: PromptFor) -> &mut Vec<String> {
        match what {
            PromptFor::Filter => &mut self.filters,
            PromptFor::Command => &mut self.commands,
        }
    }

    fn add(&mut self, what: PromptFor, line: &str) {
        let lines = self.of(what);
        lines.retain(|known| known != line);
        if !line.is_empty() {
            lines.push(line.to_owned());
        }
        if lines.len() > 100 {
            lines.remove(0);
        }
    }
}

/// What can be said after a colon.
const COMMANDS: &[&str] = &[
    "overview", "clients", "topics", "cluster", "events", "client", "ctx", "theme", "mask",
    "mouse", "ascii", "help", "q", "quit",
];

impl App {
    pub(super) fn open_prompt(&mut self, what: PromptFor) {
        let text = match (what, self.view) {
            (PromptFor::Command, _) => "",
            (_, View::Topics) => self.topics.filter.as_str(),
            (_, View::Events) => self.events.filter.as_str(),
            (_, View::Clients) => self.clients.filter.as_str(),
            // There is nothing to filter here: it is clients that people look for.
            _ => {
                self.go(View::Clients);
                self.clients.filter.as_str()
            }
        };
        let input = Input::new(text.to_owned());
        let at = self.histories.of(what).len();
        self.prompt = Some(Prompt { what, input, at });
    }

    pub(super) fn prompt_key(&mut self, key: KeyEvent) {
        let Some(mut prompt) = self.prompt.take() else {
            return;
        };
        match key.code {
            KeyCode::Enter => {
                let line = prompt.input.value().trim().to_owned();
                self.histories.add(prompt.what, &line);
                match prompt.what {
                    PromptFor::Filter => self.filter(line),
                    PromptFor::Command => self.command(&line),
                }
                self.settle();
                return;
            }
            KeyCode::Esc => {
                if prompt.what == PromptFor::Filter {
                    self.filter(String::new());
                    self.settle();
                }
                return;
            }
            KeyCode::Up | KeyCode::Down => {
                let lines = self.histories.of(prompt.what);
                prompt.at = if key.code == KeyCode::Up {
                    prompt.at.saturating_sub(1)
                } else {
                    (prompt.at + 1).min(lines.len())
                };
                let line = lines.get(prompt.at).cloned().unwrap_or_default();
                prompt.input = Input::new(line);
            }
            KeyCode::Tab => complete(&mut prompt, self.view),
            _ => {
                prompt.input.handle_event(&Event::Key(key));
            }
        }
        self.prompt = Some(prompt);
    }

    pub(super) fn paste(&mut self, text: &str) {
        let line: String = text
            .chars()
            .filter(|c| !c.is_control())
            .take(4_096)
            .collect();
        let input = match (&mut self.prompt, &mut self.overlay) {
            (_, Some(super::Overlay::Dialog(dialog))) => dialog.input(),
            (_, Some(super::Overlay::Help { search, .. })) => Some(search),
            (Some(prompt), None) => Some(&mut prompt.input),
            _ => None,
        };
        if let Some(input) = input {
            for c in line.chars() {
                input.handle(tui_input::InputRequest::InsertChar(c));
            }
        }
    }

    fn filter(&mut self, line: String) {
        match self.view {
            View::Topics => self.topics.set_filter(line),
            View::Events => self.events.filter = line,
            _ => self.clients.filter = line,
        }
    }

    fn command(&mut self, line: &str) {
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        let rest = rest.trim();
        match word {
            "" => {}
            "q" | "quit" => self.intend(Intention::Quit { leave: false }),
            "help" => self.overlay = Some(super::Overlay::help()),
            "mask" => self.look.masked = !self.look.masked,
            "mouse" => self.toggle_mouse(),
            "ascii" => {
                self.settings.ascii = !self.settings.ascii;
                self.look.glyphs.ascii = self.settings.ascii;
                self.keep_settings();
            }
            "client" if !rest.is_empty() => self.show_client(rest.to_owned()),
            "ctx" | "context" => {
                let found = self
                    .setup
                    .places
                    .iter()
                    .position(|place| place.context == rest);
                match found {
                    Some(at) => self.switch_to(at),
                    None if rest.is_empty() => self.pick_context(),
                    None => self.say(false, format!("there is no context \"{rest}\"")),
                }
            }
            "theme" => match ThemeName::from_word(rest) {
                Some(theme) => self.restyle(theme),
                None => self.say(false, "themes: auto, dark, light, mono, high-contrast"),
            },
            _ => match View::NUMBERED.into_iter().find(|view| view.word() == word) {
                Some(view) => {
                    self.go(view);
                    if !rest.is_empty() {
                        self.filter(rest.to_owned());
                    }
                }
                None => self.say(
                    false,
                    format!("there is no command \"{word}\"; ? shows the keys"),
                ),
            },
        }
    }
}

/// Completes the last word of the line, as far as there is only one way.
fn complete(prompt: &mut Prompt, view: View) {
    let line = prompt.input.value();
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    let start = line.trim_end_matches(is_part).len();
    let begun = &line[start..];
    if begun.is_empty() {
        return;
    }
    let themes: Vec<&str> = ThemeName::ALL.iter().map(|theme| theme.word()).collect();
    let words: &[&str] = match (prompt.what, view) {
        (PromptFor::Command, _) if start == 0 => COMMANDS,
        (PromptFor::Command, _) if line.starts_with("theme ") => &themes,
        (PromptFor::Command, _) if line.starts_with("clients ") => CLIENT_FIELDS,
        (PromptFor::Filter, View::Clients) => CLIENT_FIELDS,
        _ => &[],
    };
    let mut fitting = words.iter().filter(|word| word.starts_with(begun));
    let Some(first) = fitting.next() else { return };
    let common = fitting.fold(first.len(), |common, word| {
        let same = first.bytes().zip(word.bytes()).take_while(|(a, b)| a == b);
        common.min(same.count())
    });
    let line = format!("{}{}", &line[..start], &first[..common]);
    prompt.input = Input::new(line);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tab_completes_as_far_as_there_is_one_way() {
        let mut prompt = Prompt {
            what: PromptFor::Filter,
            input: Input::new("slow=true AND queue_l".into()),
            at: 0,
        };
        complete(&mut prompt, View::Clients);
        assert_eq!(prompt.input.value(), "slow=true AND queue_len");
        // What stands before the word may be more than a byte wide.
        prompt.input = Input::new("¥queue_l".into());
        complete(&mut prompt, View::Clients);
        assert_eq!(prompt.input.value(), "¥queue_len");
        prompt.input = Input::new("inflight_".into());
        complete(&mut prompt, View::Events);
        assert_eq!(prompt.input.value(), "inflight_");
    }
}
