"""Cities that people type and that no IANA zone is named after, with the zone their clocks follow.

The zone database names one city for each zone; these fill in large cities and common country names. Nothing here is
guessed from a person's language or address: it is looked up only when somebody types it.
"""

from __future__ import annotations

from collections.abc import Mapping

_BY_ZONE: Mapping[str, str] = {
    "Africa/Accra": "Ghana, Kumasi",
    "Africa/Addis_Ababa": "Ethiopia",
    "Africa/Cairo": "Egypt, Alexandria, Giza",
    "Africa/Casablanca": "Morocco, Rabat, Marrakesh",
    "Africa/Johannesburg": "South Africa, Cape Town, Durban, Pretoria",
    "Africa/Lagos": "Nigeria, Abuja, Ibadan, Kano",
    "Africa/Nairobi": "Kenya, Mombasa",
    "America/Argentina/Buenos_Aires": "Argentina",
    "America/Bogota": "Colombia, Medellín, Cali",
    "America/Chicago": "Austin, Dallas, Houston, San Antonio, Minneapolis, Milwaukee, St. Louis, New Orleans,"
    " Nashville, Memphis, Kansas City, Oklahoma City, US Central",
    "America/Denver": "Salt Lake City, Albuquerque, Colorado Springs, US Mountain",
    "America/Edmonton": "Calgary",
    "America/Lima": "Peru",
    "America/Los_Angeles": "San Francisco, San Diego, San Jose, Seattle, Portland, Las Vegas, Sacramento, Oakland,"
    " US Pacific",
    "America/Mexico_City": "Mexico, Guadalajara, Puebla",
    "America/New_York": "Boston, Washington, Philadelphia, Atlanta, Miami, Baltimore, Pittsburgh, Charlotte, Raleigh,"
    " Orlando, Tampa, Cleveland, Columbus, Cincinnati, Brooklyn, Buffalo, US Eastern",
    "America/Phoenix": "Tucson, Arizona",
    "America/Santiago": "Chile",
    "America/Sao_Paulo": "Brazil, Rio de Janeiro, Brasília, Curitiba, Belo Horizonte, Porto Alegre",
    "America/Toronto": "Ottawa, Québec, Hamilton",
    "America/Winnipeg": "Manitoba",
    "Asia/Bangkok": "Thailand",
    "Asia/Dhaka": "Bangladesh, Chittagong",
    "Asia/Dubai": "Abu Dhabi, Sharjah",
    "Asia/Ho_Chi_Minh": "Vietnam, Hanoi, Saigon, Da Nang",
    "Asia/Jakarta": "Bandung, Surabaya",
    "Asia/Jerusalem": "Israel, Haifa",
    "Asia/Karachi": "Pakistan, Lahore, Islamabad, Rawalpindi",
    "Asia/Kathmandu": "Nepal",
    "Asia/Kolkata": "India, Mumbai, Delhi, New Delhi, Bangalore, Bengaluru, Chennai, Hyderabad, Pune, Ahmedabad,"
    " Jaipur, Kochi, Noida, Gurgaon",
    "Asia/Manila": "Philippines, Quezon City, Cebu, Davao",
    "Asia/Riyadh": "Saudi Arabia, Jeddah",
    "Asia/Seoul": "South Korea, Busan, Incheon",
    "Asia/Shanghai": "China, Beijing, Shenzhen, Guangzhou, Chengdu, Hangzhou, Wuhan",
    "Asia/Taipei": "Taiwan",
    "Asia/Tokyo": "Japan, Osaka, Kyoto, Yokohama, Nagoya, Sapporo, Fukuoka",
    "Australia/Sydney": "Canberra, Newcastle",
    "Australia/Melbourne": "Geelong",
    "Australia/Brisbane": "Gold Coast, Cairns",
    "Europe/Amsterdam": "Netherlands, Rotterdam, The Hague, Utrecht, Eindhoven",
    "Europe/Athens": "Greece, Thessaloniki",
    "Europe/Berlin": "Germany, Munich, München, Hamburg, Cologne, Köln, Frankfurt, Stuttgart, Düsseldorf, Leipzig,"
    " Dresden, Nuremberg, Hanover, Bremen",
    "Europe/Brussels": "Belgium, Antwerp, Ghent",
    "Europe/Bucharest": "Romania, Cluj",
    "Europe/Copenhagen": "Denmark, Aarhus",
    "Europe/Dublin": "Ireland, Cork, Galway",
    "Europe/Helsinki": "Finland, Tampere",
    "Europe/Istanbul": "Turkey, Ankara, Izmir",
    "Europe/Kyiv": "Ukraine, Lviv, Kharkiv, Odesa",
    "Europe/Lisbon": "Portugal, Porto",
    "Europe/London": "United Kingdom, England, Scotland, Wales, Manchester, Birmingham, Leeds, Glasgow, Edinburgh,"
    " Bristol, Liverpool, Cardiff, Cambridge, Oxford, Sheffield",
    "Europe/Madrid": "Spain, Barcelona, Valencia, Seville, Bilbao, Málaga",
    "Europe/Oslo": "Norway, Bergen",
    "Europe/Paris": "France, Lyon, Marseille, Toulouse, Lille, Nantes, Bordeaux, Strasbourg",
    "Europe/Prague": "Czechia, Brno",
    "Europe/Rome": "Italy, Milan, Milano, Naples, Turin, Bologna, Florence",
    "Europe/Stockholm": "Sweden, Gothenburg, Malmö",
    "Europe/Vienna": "Austria, Graz, Linz, Salzburg",
    "Europe/Warsaw": "Poland, Krakow, Kraków, Wrocław, Gdańsk, Poznań, Łódź",
    "Europe/Zurich": "Switzerland, Geneva, Basel, Bern",
    "UTC": "GMT, Greenwich, Etc/UTC, Etc/GMT",
    "Pacific/Auckland": "New Zealand, Wellington, Christchurch",
}

NAMES: Mapping[str, str] = {
    name.strip(): zone for zone, names in _BY_ZONE.items() for name in names.split(",") if name.strip()
}
"""The city or country as people write it, and its zone."""
