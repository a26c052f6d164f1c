-- Airports are real, airlines are not. May be run again at any time: what is there stays, and the
-- flights of the next sixty days are completed.

INSERT INTO airports (code, name, city, timezone) VALUES
  ('CGK', 'Soekarno–Hatta', 'Jakarta', 'Asia/Jakarta'),
  ('SUB', 'Juanda', 'Surabaya', 'Asia/Jakarta'),
  ('YIA', 'Yogyakarta Internasional', 'Yogyakarta', 'Asia/Jakarta'),
  ('SRG', 'Ahmad Yani', 'Semarang', 'Asia/Jakarta'),
  ('KNO', 'Kualanamu', 'Medan', 'Asia/Jakarta'),
  ('PDG', 'Minangkabau', 'Padang', 'Asia/Jakarta'),
  ('PLM', 'Sultan Mahmud Badaruddin II', 'Palembang', 'Asia/Jakarta'),
  ('PNK', 'Supadio', 'Pontianak', 'Asia/Jakarta'),
  ('DPS', 'I Gusti Ngurah Rai', 'Denpasar', 'Asia/Makassar'),
  ('LOP', 'Zainuddin Abdul Madjid', 'Lombok', 'Asia/Makassar'),
  ('LBJ', 'Komodo', 'Labuan Bajo', 'Asia/Makassar'),
  ('UPG', 'Sultan Hasanuddin', 'Makassar', 'Asia/Makassar'),
  ('BPN', 'Sultan Aji Muhammad Sulaiman', 'Balikpapan', 'Asia/Makassar'),
  ('MDC', 'Sam Ratulangi', 'Manado', 'Asia/Makassar'),
  ('AMQ', 'Pattimura', 'Ambon', 'Asia/Jayapura'),
  ('DJJ', 'Sentani', 'Jayapura', 'Asia/Jayapura')
ON CONFLICT DO NOTHING;

INSERT INTO airlines (code, name) VALUES
  ('L9', 'Layang Nusa'),
  ('B4', 'Bahari Air'),
  ('C8', 'Cakra Angkasa'),
  ('K2', 'Kirana')
ON CONFLICT DO NOTHING;

-- Each route is flown both ways, four times a day, at times that differ from route to route.
WITH routes (ordinal, here, there, minutes, price) AS (VALUES
  (0, 'CGK', 'DPS', 115, 950), (1, 'CGK', 'SUB', 95, 780), (2, 'CGK', 'YIA', 75, 620),
  (3, 'CGK', 'KNO', 145, 1250), (4, 'CGK', 'UPG', 145, 1350), (5, 'CGK', 'PDG', 110, 980),
  (6, 'CGK', 'PLM', 65, 560), (7, 'CGK', 'SRG', 70, 590), (8, 'CGK', 'BPN', 130, 1150),
  (9, 'CGK', 'LOP', 125, 1050), (10, 'CGK', 'LBJ', 145, 1450), (11, 'CGK', 'PNK', 95, 820),
  (12, 'SUB', 'DPS', 60, 520), (13, 'SUB', 'UPG', 95, 890), (14, 'SUB', 'BPN', 95, 870),
  (15, 'UPG', 'DJJ', 205, 2350), (16, 'UPG', 'AMQ', 105, 1280), (17, 'UPG', 'MDC', 100, 1090),
  (18, 'DPS', 'LBJ', 70, 730), (19, 'DPS', 'YIA', 80, 690), (20, 'DPS', 'LOP', 35, 430),
  (21, 'KNO', 'PDG', 70, 760)
), ways AS (
  SELECT ordinal * 2 AS way, here AS origin, there AS destination, minutes, price FROM routes
  UNION ALL
  SELECT ordinal * 2 + 1, there, here, minutes, price FROM routes
), offers (airline, nth, hour, factor, seats, baggage, aircraft) AS (VALUES
  ('B4', 1, 5, 0.88, 180, 15, 'Airbus A320'), ('L9', 2, 9, 1.10, 162, 30, 'Boeing 737-800'),
  ('C8', 3, 13, 0.95, 186, 20, 'Airbus A320neo'), ('K2', 4, 18, 1.00, 174, 20, 'Boeing 737-800')
)
INSERT INTO schedules (number, airline_code, origin_code, destination_code, departs_local, minutes,
                       base_price, seats, baggage_kg, aircraft)
SELECT airline || '-' || (100 + way * 4 + nth), airline, origin, destination,
       to_char(make_time(hour, 0, 0) + make_interval(mins => (way * 35 + nth * 10) % 175), 'HH24:MI'),
       minutes, (price * factor)::int * 1000, seats, baggage, aircraft
FROM ways CROSS JOIN offers
ORDER BY way, nth
ON CONFLICT DO NOTHING;

-- The price moves by the day of the week and a little by chance, the same at every run.
INSERT INTO flights (schedule_id, departs_at, arrives_at, price, seats_left)
SELECT id, departs_at, departs_at + make_interval(mins => minutes),
       (base_price * (CASE WHEN extract(isodow FROM departs_at) IN (5, 7) THEN 1.15 ELSE 1.0 END)
         * (0.90 + chance % 25 / 100.0) / 1000)::int * 1000,
       greatest(3, seats - chance % (seats + 20))
FROM (
  SELECT s.id, s.minutes, s.base_price, s.seats,
         (day::date + s.departs_local::time) AT TIME ZONE a.timezone AS departs_at,
         ('x' || substr(md5(s.number || day::date), 1, 6))::bit(24)::int AS chance
  FROM schedules s
  JOIN airports a ON a.code = s.origin_code
  CROSS JOIN generate_series(current_date, current_date + 60, interval '1 day') AS day
) planned
ON CONFLICT DO NOTHING;
