import type { places as french } from '../fr/places';

type Widen<T> = { [K in keyof T]: T[K] extends string ? string : Widen<T[K]> };

/** Rooms, the stations' settings, terms and calls. */
export const places: Widen<typeof french> = {
  calls: {
    open: '%{smart_count} visitor calls |||| %{smart_count} visitors call',
    rings: 'A visitor calls',
    since: 'since %{time}',
    wants: 'would like “%{offer}” (%{price})',
    answer: 'On my way',
    answered: '%{name}: the visitor sees that somebody comes.',
    sell: 'Sell',
  },
  weekday: {
    monday: 'Monday',
    tuesday: 'Tuesday',
    wednesday: 'Wednesday',
    thursday: 'Thursday',
    friday: 'Friday',
    saturday: 'Saturday',
    sunday: 'Sunday',
  },
  hours: {
    limited: 'Opening hours',
    always: 'Always open',
    hint: 'Such as 08:30-12:00, 13:30-18:00. Empty: closed that day.',
    wrong: 'Write it as 08:30-12:00, 13:30-18:00.',
    closed: 'closed',
  },
  application: { browser: 'Web browser', office: 'Office suite', documents: 'PDF viewer', files: 'File manager' },
  usb: { off: 'USB sticks blocked', read_only: 'USB sticks read only', read_write: 'USB sticks read and write' },
  language: { fr: 'French', en: 'English', rcf: 'Réunion Creole', ln: 'Lingala', sw: 'Swahili' },
  station_settings: {
    title: 'Settings of the station',
    explain: 'What is not set here follows the room.',
    zone: 'Room',
    applications: 'Applications of the desktop',
    usb: 'USB sticks',
    home_page: 'The browser’s home page',
    as_zone: 'As the room (%{value})',
    as_zone_when_empty: 'Empty: as the room (%{value})',
    own: 'Choose for this station',
    none: 'none',
    save: 'Save',
    saved: 'Settings saved: the station gets them at once.',
  },
  messages: {
    title: 'Messages to the visitor',
    none: 'No message was sent.',
    queued: 'Sent',
    done: 'Shown',
    read: 'Read',
    failed: 'Not shown',
    expired: 'Never received',
  },
  terms: {
    title: 'Terms of use',
    agency: 'They hold for',
    site: 'The whole site',
    inherited: 'This agency follows the site’s terms; saving gives it its own.',
    explain:
      'The visitor accepts them at the station before each session. Saving makes a new version; the old ones are kept.',
    version: 'Version %{version}, of %{date}',
    none: 'No terms: sessions start without acceptance.',
    text: 'Text in %{language}',
    save: 'Publish this version',
    saved: 'Version %{version} is published.',
    history: 'Versions before',
    removed: '(no terms)',
  },
};
