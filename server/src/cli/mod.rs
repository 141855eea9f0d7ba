//! The command line.
mod backup;
mod demo;
mod demo_places;
mod doctor;
mod journal;
mod serve;

use crate::{
    App,
    accounts::{self, NewUser, RoleScope},
    agencies, audit, cash,
    clock::Clock,
    config::{Profile, Settings},
    db::{Actor, Event},
    i18n::Language,
    problem::Problem,
    stations::{self, NewStation},
};
use clap::{Args, Parser, Subcommand};
use std::{error::Error, fmt, io::Read, path::PathBuf, process::ExitCode};

/// Anything that can end the program.
pub type Failure = Box<dyn Error + Send + Sync>;

/// The server of Guichet.
#[derive(Parser)]
#[command(name = "guichet", version, about)]
pub struct Cli {
    /// A TOML file with settings; the environment (`GUICHET_*`) wins over it.
    #[arg(long, env = "GUICHET_CONFIG", global = true)]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Start the server; the schema is brought up to date first.
    Serve {
        /// Leave the schema as it is.
        #[arg(long)]
        no_migrate: bool,
    },
    /// Bring the schema up to date.
    Migrate,
    /// Load roles, permissions and the first administrator; again changes nothing.
    InitData,
    /// Load a small site to look around in: an agency, stations, visitors, logins, tariffs, terms of use.
    DemoData {
        /// Without opening hours, terms of use and tariffs.
        #[arg(long)]
        bare: bool,
    },
    /// Accounts.
    #[command(subcommand)]
    User(UserCommand),
    /// Stations.
    #[command(subcommand)]
    Station(StationCommand),
    /// The audit log.
    #[command(subcommand)]
    Audit(AuditCommand),
    /// The cash journal.
    #[command(subcommand)]
    Cash(CashCommand),
    /// Write the database, photographs, archives and the secret into one encrypted file, while the server works.
    Backup {
        /// The file to write; one that is there is never overwritten.
        file: PathBuf,
        /// A file with the public keys (age or ssh) of those who may read it, one in a line.
        #[arg(long)]
        recipients: PathBuf,
    },
    /// Look through a backup, and put it in place of what the server has. The server is stopped meanwhile.
    Restore {
        /// The backup.
        file: PathBuf,
        /// The file with the private key; standard input without it.
        #[arg(long)]
        identity: Option<PathBuf>,
        /// Put aside what is there.
        #[arg(long, conflicts_with = "check")]
        replace: bool,
        /// Only look through it.
        #[arg(long)]
        check: bool,
    },
    /// Look at settings, database, disk and clock; the exit code is 0 when all is well.
    Doctor,
    /// Print the OpenAPI document.
    Openapi,
}

#[derive(Subcommand)]
enum UserCommand {
    /// Make an account.
    Create(NewAccount),
}

#[derive(Args)]
struct NewAccount {
    /// The login.
    #[arg(long)]
    username: String,
    /// The code of its role.
    #[arg(long)]
    role: String,
    /// The code of its agency; the role is held for that agency's rows, or for all without one.
    #[arg(long)]
    agency: Option<String>,
    /// The e-mail address.
    #[arg(long)]
    email: Option<String>,
    /// The first name.
    #[arg(long, default_value = "")]
    first_name: String,
    /// The last name.
    #[arg(long, default_value = "")]
    last_name: String,
    /// Read the password from standard input.
    #[arg(long, required = true)]
    password_stdin: bool,
    /// The password must be changed at the first login.
    #[arg(long)]
    must_change_password: bool,
}

#[derive(Subcommand)]
enum StationCommand {
    /// Print a one-time token that lets one machine become this station, creating it if need be.
    Enrol {
        /// The station's name.
        #[arg(long)]
        name: String,
        /// The code of its agency; the only one when there is one.
        #[arg(long)]
        agency: Option<String>,
        /// The room it stands in.
        #[arg(long)]
        zone: Option<String>,
    },
    /// Print the public half of the server's key, which stations know it by.
    ServerKey,
}

#[derive(Subcommand)]
enum AuditCommand {
    /// Walk the chain; the exit code is 0 when no row was altered, taken out or put in.
    Verify,
}

#[derive(Subcommand)]
enum CashCommand {
    /// Walk each agency's chain; the exit code is 0 when no row was altered, taken out or put in.
    Verify,
}

/// A problem, as the terminal shows it: in English, with its fields.
struct Told(Problem);

impl fmt::Display for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let document = self.0.document(Language::En, "");
        f.write_str(&document.detail)?;
        for error in document.errors {
            write!(f, " {}: {}", error.field, error.message)?;
        }
        self.0.cause().map_or(Ok(()), |cause| write!(f, " ({cause})"))
    }
}

impl fmt::Debug for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Error for Told {}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Box::new(Told(problem))
    }
}

impl Cli {
    /// Does what the command line asks.
    ///
    /// # Errors
    /// Saying in a sentence what cannot be done.
    pub fn run(self) -> Result<ExitCode, Failure> {
        if let Command::Openapi = self.command {
            println!("{}", crate::http::document().to_pretty_json()?);
            return Ok(ExitCode::SUCCESS);
        }
        let settings = Settings::read(self.config.as_ref(), std::env::vars())?;
        journal::start(matches!(self.command, Command::Serve { .. }));
        let mut runtime = tokio::runtime::Builder::new_multi_thread();
        if settings.workers > 0 {
            runtime.worker_threads(settings.workers);
        }
        runtime.enable_all().build()?.block_on(run(self.command, settings))
    }
}

async fn run(command: Command, settings: Settings) -> Result<ExitCode, Failure> {
    if let Command::Doctor = command {
        return Ok(doctor::look(settings).await);
    }
    if let Command::Restore { file, identity, replace, check } = command {
        return backup::restore(&settings, &file, identity, replace, check).await;
    }
    let app = App::open(settings, Clock::system()).await?;
    let code = match command {
        Command::Serve { no_migrate } => serve::serve(&app, !no_migrate).await?,
        Command::Migrate => {
            app.db.migrate().await?;
            ExitCode::SUCCESS
        }
        Command::InitData => {
            init_data(&app).await?;
            ExitCode::SUCCESS
        }
        Command::DemoData { bare } => {
            init_data(&app).await?;
            demo::load(&app, bare).await?;
            ExitCode::SUCCESS
        }
        Command::User(UserCommand::Create(new)) => {
            app.db.migrate().await?;
            create_user(&app, new).await?;
            ExitCode::SUCCESS
        }
        Command::Station(StationCommand::Enrol { name, agency, zone }) => {
            app.db.migrate().await?;
            println!("{}", enrol(&app, name, agency, zone).await?);
            ExitCode::SUCCESS
        }
        Command::Station(StationCommand::ServerKey) => {
            println!("{}", hex::encode(app.keys.server_key()));
            ExitCode::SUCCESS
        }
        Command::Audit(AuditCommand::Verify) => verify(&app).await?,
        Command::Cash(CashCommand::Verify) => verify_cash(&app).await?,
        Command::Backup { file, recipients } => backup::save(&app, &file, &recipients).await?,
        Command::Doctor | Command::Openapi | Command::Restore { .. } => ExitCode::SUCCESS,
    };
    app.db.close().await;
    Ok(code)
}

async fn init_data(app: &App) -> Result<(), Failure> {
    let Settings { profile, admin_initial_password, .. } = &app.settings;
    if *profile == Profile::Production && admin_initial_password.as_ref().is_none_or(|password| password.len() < 10) {
        return Err("GUICHET_ADMIN_INITIAL_PASSWORD: at least 10 characters, in the production profile".into());
    }
    app.db.migrate().await?;
    Ok(accounts::init_data(app).await?)
}

async fn create_user(app: &App, new: NewAccount) -> Result<(), Failure> {
    let mut password = String::new();
    std::io::stdin().read_to_string(&mut password)?;
    let mut change = app.db.change(Actor::SYSTEM).await?;
    let agency = match &new.agency {
        Some(code) => {
            let agency = agencies::find_by_code(&mut change, code).await?;
            Some(agency.ok_or_else(|| format!("there is no agency {code}"))?.id)
        }
        None => None,
    };
    let user = NewUser {
        username: new.username,
        email: new.email,
        first_name: new.first_name,
        last_name: new.last_name,
        password: password.trim_end_matches(['\r', '\n']).to_owned(),
        must_change_password: new.must_change_password,
        agency_id: agency,
        scope: if agency.is_some() { RoleScope::Agency(agency) } else { RoleScope::All },
        role: new.role,
    };
    let id = accounts::create_user(app, &mut change, &user).await?;
    Ok(change.commit(Event::new("accounts", "create_user", "user", id)).await?)
}

async fn enrol(app: &App, name: String, agency: Option<String>, zone: Option<String>) -> Result<String, Failure> {
    let mut change = app.db.change(Actor::SYSTEM).await?;
    let station = if let Some(station) = stations::find_by_name(&mut change, &name).await? {
        station
    } else {
        let agency = match agency {
            Some(code) => agencies::find_by_code(&mut change, &code).await?,
            None => agencies::only(&mut change).await?,
        };
        let agency = agency.ok_or("name the agency with --agency CODE")?;
        let new = NewStation { name, zone, ..NewStation::default() }.checked()?;
        stations::insert(&mut change, agency.id, &new).await?
    };
    let (token, _) = stations::create_token(&mut change, station.id, stations::TOKEN_MS).await?;
    let event = Event::new("stations", "create_enrolment_token", "station", station.id).agency(station.agency_id);
    change.commit(event).await?;
    Ok(token)
}

async fn verify_cash(app: &App) -> Result<ExitCode, Failure> {
    let found = cash::verify_all(&mut app.db.read().await?).await?;
    if found.is_empty() {
        println!("There is no cash journal yet.");
    }
    for verification in &found {
        println!("{verification}");
    }
    let sound = found.iter().all(|verification| verification.is_sound);
    Ok(if sound { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

async fn verify(app: &App) -> Result<ExitCode, Failure> {
    let archives = app.settings.data_dir.join("archives");
    let verification = audit::verify(&mut app.db.read().await?, Some(&archives)).await?;
    println!("{verification}");
    Ok(if verification.fault.is_none() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
