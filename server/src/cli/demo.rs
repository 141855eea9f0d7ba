//! A small site to look around in. Never for production: its passwords are in this file.
use super::Failure;
use crate::{
    App,
    accounts::{self, NewUser, RoleScope},
    agencies::{self, NewAgency},
    config::Profile,
    db::{Actor, Event},
    stations::{self, NewStation},
    visitors::{self, NewVisitor},
};

/// The password of every demonstration login.
pub const PASSWORD: &str = "demonstration-8000";

const AGENCY: &str = "DEMO";
/// Logins and their roles.
const LOGINS: [(&str, &str, &str, bool); 3] = [
    ("gerant", "Gérant", "super_admin", false),
    ("accueil", "Accueil", "operateur_espace", true),
    ("controle", "Contrôle", "auditeur", false),
];
/// Rooms and how many stations stand in each.
const ROOMS: [(&str, u32); 3] = [("Salle A", 12), ("Salle B", 8), ("VIP", 4)];
/// Names taken from the plants of two countries, so that they are nobody's.
const VISITORS: [(&str, &str, &str, &str); 8] = [
    ("Vanille", "Bourbon", "1998-04-12", "0692 00 00 01"),
    ("Letchi", "Grandfond", "1987-11-30", "0692 00 00 02"),
    ("Ravenale", "Duparc", "2004-07-19", "0693 00 00 03"),
    ("Wenge", "Mayumbe", "1979-02-08", "0693 00 00 04"),
    ("Iroko", "Lomami", "1992-09-25", "0692 00 00 05"),
    ("Tamarin", "Deshauts", "2001-12-03", "0692 00 00 06"),
    ("Safou", "Kwilu", "1965-05-14", "0693 00 00 07"),
    ("Combava", "Salazie", "2009-08-21", "0692 00 00 08"),
];

/// Loads the site; again changes nothing.
pub async fn load(app: &App, bare: bool) -> Result<(), Failure> {
    if app.settings.profile == Profile::Production {
        return Err("demonstration data are not for the production profile".into());
    }
    let mut change = app.db.change(Actor::SYSTEM).await?;
    if agencies::find_by_code(&mut change, AGENCY).await?.is_some() {
        return Ok(());
    }
    let agency = NewAgency {
        code: AGENCY.into(),
        name: "Espace numérique de démonstration".into(),
        city: "Saint-Denis".into(),
        country: "RE".into(),
        province: Some("974".into()),
        timezone: "Indian/Reunion".into(),
    };
    let agency = agencies::insert(&mut change, &agency).await?;
    for (username, label, role, own_agency) in LOGINS {
        let user = NewUser {
            username: username.into(),
            email: Some(format!("{username}@guichet.example")),
            first_name: label.into(),
            last_name: "Démonstration".into(),
            password: PASSWORD.into(),
            must_change_password: false,
            agency_id: Some(agency.id),
            role: role.into(),
            scope: if own_agency { RoleScope::Agency(None) } else { RoleScope::All },
        };
        accounts::create_user(app, &mut change, &user).await?;
    }
    let desk = accounts::find_by_login(&mut change, "accueil").await?.ok_or("the desk's login was not made")?;
    let mut number = 0;
    for (room, count) in ROOMS {
        for _ in 0..count {
            number += 1;
            let new = NewStation { name: format!("PC-{number:02}"), zone: Some(room.into()), ..NewStation::default() };
            stations::insert(&mut change, agency.id, &new).await?;
        }
    }
    if !bare {
        super::demo_places::furnish(&mut change, agency.id, desk.id).await?;
    }
    for (first_name, last_name, birth_date, phone) in VISITORS {
        let new = NewVisitor {
            first_name: first_name.into(),
            last_name: last_name.into(),
            birth_date: Some(birth_date.into()),
            phone: Some(phone.into()),
            email: None,
            notes: None,
            consent: Some(true),
            agency_id: Some(agency.id),
            operateur: None,
        };
        let (_, event) = visitors::register(&mut change, new, &agency, desk.id).await?;
        change.note(event);
    }
    Ok(change.commit(Event::new("core", "demo_data", "agency", agency.id).agency(agency.id)).await?)
}
