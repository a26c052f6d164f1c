export function Mark() {
  return (
    <svg className="mark" viewBox="0 0 64 64" width="36" height="36" aria-hidden="true">
      <rect width="64" height="64" rx="16" fill="#0b4a6f" />
      <circle cx="44" cy="20" r="8" fill="#ffb15c" />
      <path d="M6 40c8-7 14-7 20-2s12 5 20-2 10-5 12-4v14a12 12 0 0 1-12 12H18A12 12 0 0 1 6 46z" fill="#35b6b4" />
      <path d="M14 30l22-14 4 4-12 16z" fill="#fff" />
    </svg>
  );
}

// Sea, islands and an evening sun: the picture behind the search.
export function Seascape() {
  return (
    <svg className="seascape" viewBox="0 0 1440 520" preserveAspectRatio="xMidYMax slice" aria-hidden="true">
      <defs>
        <linearGradient id="sky" x1="0" y1="0" x2="0" y2="1">
          <stop offset="0" stopColor="#07304d" />
          <stop offset="0.55" stopColor="#0b4a6f" />
          <stop offset="0.82" stopColor="#c4603f" />
          <stop offset="1" stopColor="#f2a65a" />
        </linearGradient>
        <linearGradient id="sea" x1="0" y1="0" x2="0" y2="1">
          <stop offset="0" stopColor="#1b7f8c" />
          <stop offset="1" stopColor="#0a3d59" />
        </linearGradient>
      </defs>
      <rect width="1440" height="520" fill="url(#sky)" />
      <circle cx="1180" cy="300" r="58" fill="#ffd08a" />
      <path d="M-20 400c90-60 150-120 210-140 40 30 60 60 120 80 70 20 120 40 190 66z" fill="#0a3a55" />
      <path d="M820 404c60-30 120-90 170-128 26-14 40-14 60 4 50 44 110 96 190 124z" fill="#0c4a63" />
      <path d="M1130 404c70-20 110-62 160-84 60 20 100 60 190 84z" fill="#0a3a55" />
      <rect y="396" width="1440" height="124" fill="url(#sea)" />
      <g fill="none" stroke="#8fd8d4" strokeOpacity="0.35" strokeWidth="3">
        <path d="M0 426c60-12 90 12 150 0s90 12 150 0 90 12 150 0 90 12 150 0 90 12 150 0 90 12 150 0 90 12 150 0 90 12 150 0 90 12 150 0 90 12 150 0" />
        <path d="M-60 462c60-12 90 12 150 0s90 12 150 0 90 12 150 0 90 12 150 0 90 12 150 0 90 12 150 0 90 12 150 0 90 12 150 0 90 12 150 0 90 12 150 0" />
      </g>
      <path d="M900 330C940 210 1040 150 1150 172" fill="none" stroke="#fff" strokeOpacity="0.75" strokeWidth="3" strokeDasharray="3 12" strokeLinecap="round" />
      <path d="M1176 170l-34-22 10-4 26 8 26-14c8-4 18-2 12 6l-24 20 2 30-8 4-12-24-18 8-4 12-6 2 2-18z" fill="#fff" />
    </svg>
  );
}
