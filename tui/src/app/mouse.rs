//! The mouse: views, rows, orders, the wheel.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};

use super::{App, Overlay, Tier, View};
use crate::screen;

impl App {
    pub(super) fn mouse(&mut self, mouse: MouseEvent) {
        if !self.settings.mouse {
            return;
        }
        match mouse.kind {
            MouseEventKind::ScrollDown => self.wheel(KeyCode::Down),
            MouseEventKind::ScrollUp => self.wheel(KeyCode::Up),
            MouseEventKind::Down(MouseButton::Left) => self.click(mouse.column, mouse.row),
            _ => {}
        }
    }

    fn wheel(&mut self, code: KeyCode) {
        for _ in 0..3 {
            self.key(KeyEvent::new(code, KeyModifiers::NONE));
        }
    }

    fn click(&mut self, x: u16, y: u16) {
        if let Some(overlay) = &self.overlay {
            // A click beside a list or the help closes it; what changes the broker is confirmed with keys.
            if !matches!(overlay, Overlay::Dialog(_)) {
                self.overlay = None;
            }
            return;
        }
        if y == 0 && Tier::of(self.size) == Tier::Full {
            let view = screen::tabs()
                .into_iter()
                .find(|(_, place)| place.contains(&x));
            if let Some((view, _)) = view {
                self.go(view);
            }
            return;
        }
        // First line, frame, names of the columns: the first row is the fourth line.
        match (self.view, y) {
            (View::Clients, 2) => self.click_column(x),
            (View::Clients, 3..) => self.click_row(usize::from(y) - 3),
            _ => {}
        }
    }

    fn click_column(&mut self, x: u16) {
        if let Some(column) = self.clients.column_at(x, self.size.0, self.totals) {
            self.clients.sort_by(column);
        }
    }

    fn click_row(&mut self, row: usize) {
        let len = self.shown().clients.rows.len();
        let at = self.clients.cursor.first(len, self.page()) + row;
        if at >= len || row >= self.page() {
            return;
        }
        if self.clients.cursor.at == at {
            self.key(KeyEvent::new(KeyCode::Enter, KeyModifiers::NONE));
        } else {
            let data = super::shown(&self.frozen, &self.data);
            self.clients.select(data, at);
            self.settle();
        }
    }
}
