//! What can be heard: two short notes, made here and given to whichever player the system has.
//!
//! A player of the system needs no library at build time, and a station without one stays silent:
//! every sound goes with something to see.
use crate::machine::Sound;
use crate::platform::SystemPlayer;
use std::f64::consts::TAU;
use std::fs;
use std::path::{Path, PathBuf};
use tracing::{info, warn};

const RATE: u32 = 22_050;
const LOUDNESS: f64 = 0.45;
/// A note swells and fades for so long, so that it does not click.
const FADE_S: f64 = 0.02;

/// What plays the sounds.
#[derive(Debug, Clone, Default)]
pub struct Player {
    system: Option<SystemPlayer>,
    folder: PathBuf,
}

impl Player {
    /// The system's player; the sounds are written to `folder`.
    pub fn new(folder: &Path) -> Self {
        let Some(system) = SystemPlayer::find() else {
            info!("sound: no player");
            return Self::default();
        };
        let player = Self { system: Some(system), folder: folder.to_owned() };
        match player.write_files() {
            Ok(()) => player,
            Err(error) => {
                warn!(%error, "the sounds cannot be written");
                Self::default()
            }
        }
    }

    fn write_files(&self) -> std::io::Result<()> {
        for sound in [Sound::Warning, Sound::Urgent, Sound::Desk] {
            fs::write(self.file(sound), wave(notes(sound)))?;
        }
        Ok(())
    }

    fn file(&self, sound: Sound) -> PathBuf {
        self.folder.join(match sound {
            Sound::Warning => "warning.wav",
            Sound::Urgent => "urgent.wav",
            Sound::Desk => "desk.wav",
        })
    }

    /// Plays a sound to its end. Silence harms nobody, so nothing is said of it.
    pub async fn play(self, sound: Sound) {
        if let Some(system) = &self.system {
            system.play(&self.file(sound)).await;
        }
    }
}

/// Frequencies, in hertz, and how long each sounds, in seconds.
fn notes(sound: Sound) -> &'static [(f64, f64)] {
    match sound {
        Sound::Warning => &[(659.3, 0.16), (523.3, 0.28)],
        Sound::Urgent => &[(880.0, 0.12), (0.0, 0.06), (880.0, 0.12), (0.0, 0.06), (880.0, 0.22)],
        Sound::Desk => &[(523.3, 0.16), (784.0, 0.3)],
    }
}

/// A WAV file of these notes: one channel, 16 bits.
fn wave(notes: &[(f64, f64)]) -> Vec<u8> {
    let samples: Vec<u8> = notes.iter().flat_map(|note| tone(*note)).flat_map(i16::to_le_bytes).collect();
    let length = u32::try_from(samples.len()).unwrap_or(0);
    let mut wave = Vec::with_capacity(44 + samples.len());
    wave.extend(b"RIFF");
    wave.extend((36 + length).to_le_bytes());
    wave.extend(b"WAVEfmt ");
    wave.extend(16_u32.to_le_bytes());
    wave.extend(1_u16.to_le_bytes());
    wave.extend(1_u16.to_le_bytes());
    wave.extend(RATE.to_le_bytes());
    wave.extend((RATE * 2).to_le_bytes());
    wave.extend(2_u16.to_le_bytes());
    wave.extend(16_u16.to_le_bytes());
    wave.extend(b"data");
    wave.extend(length.to_le_bytes());
    wave.extend(samples);
    wave
}

fn tone((frequency, seconds): (f64, f64)) -> impl Iterator<Item = i16> {
    let rate = f64::from(RATE);
    (0_u32..).map(move |sample| f64::from(sample) / rate).take_while(move |at| *at < seconds).map(move |at| {
        let swell = (at / FADE_S).min((seconds - at) / FADE_S).min(1.0);
        let value = (TAU * frequency * at).sin() * swell * LOUDNESS * f64::from(i16::MAX);
        #[expect(clippy::cast_possible_truncation, reason = "it is within the range")]
        let value = value as i16;
        value
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sound_is_a_whole_wav_file_that_can_be_heard() {
        for sound in [Sound::Warning, Sound::Urgent, Sound::Desk] {
            let wave = wave(notes(sound));
            assert_eq!((&wave[..4], &wave[8..16], &wave[36..40]), (&b"RIFF"[..], &b"WAVEfmt "[..], &b"data"[..]));
            let length = u32::from_le_bytes(wave[40..44].try_into().expect("four bytes"));
            assert_eq!(wave.len(), 44 + usize::try_from(length).expect("a size"));
            let loudest = wave[44..].chunks(2).map(|b| i16::from_le_bytes([b[0], b[1]]).unsigned_abs()).max();
            assert!(loudest.is_some_and(|loudest| loudest > 10_000 && loudest < 20_000), "{loudest:?}");
        }
    }

    #[tokio::test]
    async fn without_a_player_it_is_silent() {
        Player::default().play(Sound::Desk).await;
    }
}
