//! Texts of the filter language, and orders by the names of columns.

use crate::{error::Error, exit::Exit};

/// A value in quotes, so that whatever is in it is a value.
pub(crate) fn quoted(value: &str) -> String {
    format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""))
}

/// A pattern for what begins with a text.
pub(crate) fn begins_with(text: &str) -> String {
    quoted(&format!(
        "{}*",
        text.replace('\\', "\\\\").replace('*', "\\*")
    ))
}

/// The order that the API knows for one by columns: `-queue,client_id` is `-queue_len,client_id`. `columns` has the names of columns
/// with those of fields; a name that is a field already stays.
///
/// # Errors
/// With [`Exit::Usage`] for a name that is neither.
pub(crate) fn order(sort: &str, columns: &[(&str, &str)]) -> Result<String, Error> {
    let names = sort.split(',').map(str::trim).map(|name| {
        let (sign, name) = match name.strip_prefix('-') {
            Some(name) => ("-", name),
            None => ("", name),
        };
        let plain = name.to_lowercase().replace([' ', '-'], "_");
        let found = columns
            .iter()
            .find(|(column, field)| *column == plain || *field == plain);
        match found {
            Some((_, field)) => Ok(format!("{sign}{field}")),
            None => {
                let known: Vec<_> = columns.iter().map(|(column, _)| *column).collect();
                Err(
                    Error::new(Exit::Usage, format!("nothing is sorted by \"{name}\""))
                        .cause(format_args!("it can be {}", known.join(", ")))
                        .hint("- in front sorts the highest first, as in --sort -queue"),
                )
            }
        }
    });
    Ok(names.collect::<Result<Vec<_>, Error>>()?.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn orders_are_by_columns_or_fields() {
        let columns = [("queue", "queue_len"), ("client_id", "client_id")];
        assert_eq!(
            order("-queue, client-id", &columns).unwrap(),
            "-queue_len,client_id"
        );
        assert_eq!(order("queue_len", &columns).unwrap(), "queue_len");
        assert_eq!(order("x", &columns).unwrap_err().exit(), Exit::Usage);
    }

    #[test]
    fn values_cannot_end_their_quotes() {
        assert_eq!(quoted("a\"b\\"), "\"a\\\"b\\\\\"");
        assert_eq!(begins_with("a*"), "\"a\\\\**\"");
    }
}
