//! Accounts as a table: CSV by RFC 4180, with a header that says what the columns are.

use gmqtt_admin_client::auth::ImportedAccount;

use super::read::Mistake;

const COLUMNS: [&str; 5] = [
    "username",
    "password",
    "password_hash",
    "disabled",
    "description",
];

/// The accounts of a text, and what is wrong with it.
pub(super) fn read(text: &str) -> (Vec<ImportedAccount>, Vec<Mistake>) {
    let mut records = records(text).into_iter();
    let Some((line, header)) = records.next() else {
        return (Vec::new(), vec![(1, "there is no header".to_owned())]);
    };
    let header: Vec<_> = header
        .iter()
        .map(|name| name.trim().trim_start_matches('\u{feff}').to_lowercase())
        .collect();
    let has = |name: &str| header.iter().any(|known| known == name);
    let mut mistakes: Vec<Mistake> = header
        .iter()
        .filter(|name| !COLUMNS.contains(&name.as_str()))
        .map(|name| {
            let known = COLUMNS.join(", ");
            (line, format!("there is no column \"{name}\": {known}"))
        })
        .collect();
    if !has("username") || !(has("password") || has("password_hash")) {
        let what = "the header names username, and password or password_hash";
        mistakes.push((line, what.to_owned()));
    }
    if !mistakes.is_empty() {
        return (Vec::new(), mistakes);
    }
    let mut accounts = Vec::new();
    for (line, record) in records {
        match account(&header, &record) {
            Ok(account) => accounts.push(account),
            Err(what) => mistakes.push((line, what)),
        }
    }
    (accounts, mistakes)
}

fn account(header: &[String], record: &[String]) -> Result<ImportedAccount, String> {
    if record.len() != header.len() {
        return Err(format!(
            "{} values, and the header has {} columns",
            record.len(),
            header.len()
        ));
    }
    let mut account = ImportedAccount::default();
    for (name, value) in header.iter().zip(record) {
        match name.as_str() {
            "username" => account.username.clone_from(value),
            "password" => account.password.clone_from(value),
            "password_hash" => account.password_hash.clone_from(value),
            "description" => account.description.clone_from(value),
            _ => {
                account.disabled = match value.as_str() {
                    "" | "false" | "no" | "0" => false,
                    "true" | "yes" | "1" => true,
                    _ => return Err("disabled is true or false".to_owned()),
                }
            }
        }
    }
    if account.username.is_empty() {
        return Err("the user name is empty".to_owned());
    }
    match (
        account.password.is_empty(),
        account.password_hash.is_empty(),
    ) {
        (true, true) => Err("the password is empty".to_owned()),
        (false, false) => Err("both a password and a hash".to_owned()),
        _ => Ok(account),
    }
}

/// The records with the lines they begin on. A quote that has no end ends with the text.
fn records(text: &str) -> Vec<(u64, Vec<String>)> {
    let mut records = Vec::new();
    let (mut record, mut value) = (Vec::new(), String::new());
    let (mut line, mut begins) = (1, 1);
    let mut quoted = false;
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '"' if quoted && characters.peek() == Some(&'"') => {
                characters.next();
                value.push('"');
            }
            '"' if quoted || value.is_empty() => quoted = !quoted,
            ',' if !quoted => record.push(std::mem::take(&mut value)),
            '\r' if !quoted && characters.peek() == Some(&'\n') => {}
            '\n' if !quoted => {
                line += 1;
                record.push(std::mem::take(&mut value));
                let is_blank = matches!(record.as_slice(), [only] if only.is_empty());
                let whole = std::mem::take(&mut record);
                if !is_blank {
                    records.push((begins, whole));
                }
                begins = line;
            }
            c => {
                line += u64::from(c == '\n');
                value.push(c);
            }
        }
    }
    if !value.is_empty() || !record.is_empty() {
        record.push(value);
        records.push((begins, record));
    }
    records
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::output::csv_record;

    #[test]
    fn a_table_is_accounts() {
        let text = "username,password,disabled,description\r\n\
                    alice,\"a,\"\"b\",,\r\n\
                    bob,secret,true,\"two\nlines\"\n\n";
        let (accounts, mistakes) = read(text);
        assert_eq!(mistakes, []);
        assert_eq!(accounts[0].password, "a,\"b");
        assert_eq!(accounts[1].description, "two\nlines");
        assert!(accounts[1].disabled && !accounts[0].disabled);
    }

    #[test]
    fn what_is_wrong_is_told_by_line() {
        let (accounts, mistakes) =
            read("username,password\nalice,x\nbob\n,y\ncarol,\ndora,\"z\nz\",w\n");
        assert_eq!(accounts.len(), 1);
        let lines: Vec<_> = mistakes.iter().map(|(line, _)| *line).collect();
        assert_eq!(lines, [3, 4, 5, 6]);
        assert!(read("name,password\na,b\n").0.is_empty());
        assert_eq!(read("").1.len(), 1);
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(values in prop::collection::vec("[^\0]{1,12}", 1..5)) {
            let mut text = String::new();
            csv_record(&values, &mut text);
            let read = records(&text);
            prop_assert_eq!(&read[0].1, &values);
            prop_assert_eq!(read.len(), 1);
        }

        #[test]
        fn no_text_stops_it(text in any::<String>()) {
            let _ = read(&text);
        }
    }
}
