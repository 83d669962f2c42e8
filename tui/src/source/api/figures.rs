//! The chief figures and the status.

use std::time::Duration;

use gmqtt_admin_client::{
    ClientError, Status,
    admin::{StatusRequest, WatchMetricsRequest},
};
use tokio::time::sleep;

use super::{Desk, LEAVE_ALONE, convert, events::Seen, is_lost, is_missing, kind_of, reason};
use crate::data::{Kind, Piece, Trouble, Update};

/// How often the status is asked for.
const STATUS: Duration = Duration::from_secs(5);

/// Finds out whether there is a broker, and how it can be listened to. Says why there is none.
pub(super) async fn first(desk: &Desk, seen: &Seen) -> Result<Kind, String> {
    match desk.client.node().status(StatusRequest {}).await {
        Ok(status) => {
            let status = status.into_inner();
            seen.broker(&status.instance_id);
            desk.report(Update::Figures(Box::new(convert::status_figures(&status))))
                .await;
            desk.report(Update::Status(Box::new(convert::status(status))))
                .await;
        }
        Err(status) => {
            let error = ClientError::from(status);
            // A broker that answers is there, even if it has no answer to this.
            if is_lost(&error) {
                return Err(reason(&error));
            }
        }
    }
    let watched = desk.client.metrics().watch(watch(desk)).await;
    match watched {
        Ok(_) => Ok(kind_of(true)),
        Err(status) => {
            let error = ClientError::from(status);
            if is_lost(&error) {
                Err(reason(&error))
            } else {
                Ok(kind_of(false))
            }
        }
    }
}

fn watch(desk: &Desk) -> WatchMetricsRequest {
    WatchMetricsRequest {
        interval: desk.interval.try_into().ok(),
    }
}

/// Reports the chief figures.
pub(super) async fn figures(desk: Desk) {
    loop {
        match watched(&desk).await {
            Ok(()) => {
                desk.lose("the broker has closed the connection".to_owned())
                    .await
            }
            Err(status) if is_missing(&status) => polled(&desk).await,
            Err(status) => desk.fail(Piece::Figures, status.into()).await,
        }
    }
}

async fn watched(desk: &Desk) -> Result<(), Status> {
    let mut stream = desk.client.metrics().watch(watch(desk)).await?.into_inner();
    while let Some(snapshot) = stream.message().await? {
        desk.report(Update::Figures(Box::new(convert::snapshot(snapshot))))
            .await;
    }
    Ok(())
}

async fn polled(desk: &Desk) {
    loop {
        match desk.client.node().status(StatusRequest {}).await {
            Ok(status) => {
                let figures = convert::status_figures(&status.into_inner());
                desk.report(Update::Figures(Box::new(figures))).await;
                sleep(desk.interval).await;
            }
            Err(status) if is_missing(&status) => {
                let why = "this broker's API tells no figures\ngmqtt top --metrics http://HOST:8082/metrics shows them";
                let trouble = Trouble {
                    why: why.to_owned(),
                    question: false,
                };
                desk.report(Update::Trouble {
                    piece: Piece::Figures,
                    trouble,
                })
                .await;
                return sleep(LEAVE_ALONE).await;
            }
            Err(status) => return desk.fail(Piece::Figures, status.into()).await,
        }
    }
}

/// Reports how the broker is.
pub(super) async fn status(desk: Desk) {
    loop {
        match desk.client.node().status(StatusRequest {}).await {
            Ok(status) => {
                let status = convert::status(status.into_inner());
                desk.report(Update::Status(Box::new(status))).await;
                sleep(STATUS).await;
            }
            Err(status) => desk.fail(Piece::Status, status.into()).await,
        }
    }
}
