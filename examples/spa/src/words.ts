// What the pages say.
import { ref, watchEffect } from 'vue';

const id = {
  tagline: 'Aplikasi contoh dengan login Gapura',
  otherLanguage: 'English',
  signIn: 'Masuk',
  signInLead: 'Pakai akun Gapura Anda untuk melanjutkan ke Pendopo.',
  google: 'Masuk dengan Google',
  or: 'atau',
  identifier: 'Nama pengguna, email, atau nomor HP',
  password: 'Kata sandi',
  showPassword: 'Tampilkan kata sandi',
  code: 'Kode verifikasi',
  codeHint: 'Dari aplikasi autentikator Anda.',
  busy: 'Sebentar…',
  welcome: (name: string) => `Selamat datang, ${name}`,
  profile: 'Profil Anda',
  number: 'Nomor pengguna',
  name: 'Nama',
  email: 'Email',
  status: 'Status',
  active: 'Aktif',
  inactive: 'Tidak aktif',
  none: '–',
  signOut: 'Keluar',
  manage: 'Kelola akun',
  devices: 'Perangkat yang sedang masuk',
  devicesLead: 'Akhiri yang tidak Anda kenali.',
  thisDevice: 'Perangkat ini',
  device: (browser?: string, system?: string) =>
    browser && system ? `${browser} di ${system}` : (browser ?? system ?? 'Perangkat tidak dikenal'),
  seen: 'Terakhir dipakai',
  opened: 'Masuk sejak',
  address: 'Alamat IP',
  endOne: 'Akhiri',
  endNamed: (device: string) => `Akhiri sesi ${device}`,
  endedOne: 'Sesi itu sudah diakhiri.',
  unreachable: 'Gapura sedang tidak dapat dihubungi',
  unreachableLead: 'Periksa sambungan internet Anda. Anda belum dikeluarkan.',
  again: 'Coba lagi',
  failed: 'Gapura sedang tidak dapat dihubungi. Coba lagi.',
  expired: 'Sesi Anda sudah berakhir. Silakan masuk lagi.',
  refused: 'Akses Anda ditolak. Hubungi pengelola bila akun Anda seharusnya aktif.',
  logout: 'Anda sudah keluar.',
  providerCancelled: 'Login dengan Google dibatalkan.',
  providerFailed: 'Login dengan Google tidak berhasil. Coba lagi, atau pakai kata sandi.',
  providerAway: 'Google sedang tidak dapat dihubungi. Coba lagi nanti, atau pakai kata sandi.',
  providerTaken: 'Alamat email akun Google itu sudah dipakai di Gapura. Masuk dengan kata sandi, lalu tautkan akun Google Anda.',
  providerUnknown: 'Akun Google itu belum tertaut. Masuk dengan kata sandi, lalu tautkan akun Google Anda.',
  footer: 'Satu akun untuk semua layanan, lewat Gapura.',
};

const en: typeof id = {
  tagline: 'A sample application that signs in with Gapura',
  otherLanguage: 'Bahasa Indonesia',
  signIn: 'Sign in',
  signInLead: 'Use your Gapura account to continue to Pendopo.',
  google: 'Sign in with Google',
  or: 'or',
  identifier: 'Username, email or phone number',
  password: 'Password',
  showPassword: 'Show password',
  code: 'Verification code',
  codeHint: 'From your authenticator app.',
  busy: 'One moment…',
  welcome: (name) => `Welcome, ${name}`,
  profile: 'Your profile',
  number: 'User number',
  name: 'Name',
  email: 'Email',
  status: 'Status',
  active: 'Active',
  inactive: 'Inactive',
  none: '–',
  signOut: 'Sign out',
  manage: 'Manage account',
  devices: 'Where you are signed in',
  devicesLead: 'End whatever you do not recognise.',
  thisDevice: 'This device',
  device: (browser, system) => (browser && system ? `${browser} on ${system}` : (browser ?? system ?? 'Unknown device')),
  seen: 'Last used',
  opened: 'Signed in since',
  address: 'IP address',
  endOne: 'End',
  endNamed: (device) => `End the session of ${device}`,
  endedOne: 'That session has been ended.',
  unreachable: 'Gapura cannot be reached',
  unreachableLead: 'Check your connection. You have not been signed out.',
  again: 'Try again',
  failed: 'Gapura cannot be reached. Try again.',
  expired: 'Your session has ended. Please sign in again.',
  refused: 'Your access was refused. If your account should be active, ask whoever runs this service.',
  logout: 'You have signed out.',
  providerCancelled: 'Signing in with Google was cancelled.',
  providerFailed: 'Signing in with Google did not work. Try again, or use your password.',
  providerAway: 'Google cannot be reached. Try again later, or use your password.',
  providerTaken: 'The address of that Google account is in use at Gapura. Sign in with your password, then link your Google account.',
  providerUnknown: 'That Google account is not linked. Sign in with your password, then link your Google account.',
  footer: 'One account for every service, by Gapura.',
};

const all = { id, en };
export type Language = keyof typeof all;
const KEY = 'pendopo.language';

const isLanguage = (value: unknown): value is Language => value === 'id' || value === 'en';

// What was chosen here, else the first that the browser asks for, else Indonesian.
function firstLanguage(): Language {
  const asked = navigator.languages.map((tag) => tag.slice(0, 2));
  return [localStorage.getItem(KEY), ...asked].find(isLanguage) ?? 'id';
}

export const language = ref<Language>(firstLanguage());
export const t = <Key extends keyof typeof id>(key: Key): (typeof id)[Key] => all[language.value][key];

export function switchLanguage() {
  language.value = language.value === 'id' ? 'en' : 'id';
  localStorage.setItem(KEY, language.value);
}

watchEffect(() => (document.documentElement.lang = language.value));

export const time = (when: string | number) =>
  new Intl.DateTimeFormat({ id: 'id-ID', en: 'en-GB' }[language.value], { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(when));
