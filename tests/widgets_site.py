"""The small course of site_project.py with one page of everything that is drawn or tried."""

from __future__ import annotations

from pathlib import Path

from site_project import write_project

__all__ = ["PAGE", "write_widgets"]

PAGE = """---
title: Saker att titta på och prova
summary: Varje slag en gång.
---
Sidan är för prov.

## Simulator {#simulator}

:::{simulator base=25 sensitivity=60 specificity=85}
Dra i reglagen. Talen är påhittade. [@invented]

- **Låg gräns:** base=25 sensitivity=80 specificity=60 [@invented]
- **Hög gräns:** base=25 sensitivity=35 specificity=97
- **Ingen flaggas:** base=25 sensitivity=0 specificity=100
:::

## Självskattning {#assessment}

:::{self-assessment id=chain}
Skatta det som hände förra månaden. [@platform]

1. **Mandat och problembild.** Är ni överens om vad ni löser?
   - Var och en har sin egen förklaring.
   - En eldsjäl driver frågan.
   - Det finns ett skrivet uppdrag.
   - Uppdraget prövas varje år.
2. **Analysmöte.** Läses signalerna på fast tid?
   - Nej.
   - När någon hinner.
   - Var fjärde vecka, enligt rutin.
   - I hela kedjan, och det följs upp.
3. **Uppföljning.** Vet ni om det hjälpte?
   - Ingen frågar.
   - Någon minns.
   - Varje insats har ett datum.
   - Resultatet ändrar nästa beslut.
:::

:::{self-assessment id=other}
1. **Något annat.** En enda punkt.
   - Inget
   - Lite
   - Mer
   - Allt
:::

## Pyramid {#pyramid}

:::{figure draw=pyramid title="Stödet smalnar uppåt"}
- **Intensiv:** elever med omfattande behov. [@platform]
- **Riktad:** elever och grupper med tidiga tecken
- **Allmän:** alla elever, varje dag
:::

## Kretslopp {#cycle}

:::{figure draw=cycle title="Sju steg som börjar om"}
1. **Fastställ roller:** vem gör vad
2. **Välj indikatorer:** få och mätbara
3. **Granska data:** utan att tolka
4. **Tolka data:** bakom siffran
5. **Välj insatser:** med ägare
6. **Följ elever:** inom bestämd tid
7. **Utvärdera:** och förfina
:::

## Spiral {#spiral}

:::{figure draw=spiral title="Varje varv gör nästa svårare"}
1. **Lågt deltagande:** eleven är med allt mindre
2. **Svaga resultat:** luckor blir synliga
3. **Svag tillhörighet:** skolan blir någon annans

- **Vägen upp:** en vuxen som ser, en uppgift som går att klara
:::

## Nivåer {#levels}

:::{figure draw=levels title="Eleven i mitten"}
- **Mikrosystem:** klass, hem, vänner
- **Mesosystem:** hur de möts
- **Exosystem:** arbetsliv, nämnd
- **Makrosystem:** lag och värderingar
- **Kronosystem:** tiden
:::

## Långa ord {#long-words}

:::{figure draw=pyramid title="Långa ord får plats"}
- **Einzelfallunterstützungsmaßnahmen:** ett ord
- **Wiedereingliederungsvereinbarung der Schulaufsichtsbehörde:** flera
- **Eteenpäin suuntautuva oppivelvollisuuden valvonta:** finska
- **Priešlaikinis pasitraukimas iš švietimo sistemos:** litauiska
:::

:::{figure draw=levels title="Långa ord får plats i nivåer"}
- **Einzelfallunterstützungsmaßnahmen:** ett ord
- **Wiedereingliederungsvereinbarung der Schulaufsichtsbehörde:** flera
- **Eteenpäin suuntautuva oppivelvollisuuden valvonta:** finska
:::

## Process {#process}

:::{figure draw=process title="Två faser, sexton moduler"}
- **Fas 1: bygg kapacitet**
  - **M01 Uppdrag och mandat:** uppdragsbeskrivning och rollkarta
  - **M02 Varför unga lämnar:** gemensam problembild
  - **M03 Nuläge hos huvudmannen:** nulägesrapport
  - ? **Vad väljer vi?** två eller tre områden, med motiv
  - **M13 Förändringsteori:** test- och uppföljningsplan
- **Fas 2: pröva och införa**
  - **M14 Pröva i liten skala:** logg med minst tre varv
  - ? **Behåll, ändra eller lägg ned?** beslut i nämnden
  - **M16 Implementeringsplan:** beslutad plan
:::

## Räkenskap {#ledger}

:::{figure draw=ledger title="Den som betalar är sällan den som vinner"}
Alla tal är påhittade. [@invented]

| Post | Kommun | Region | Stat | Den unga | År |
|---|---|---|---|---|---|
| Stöd i skolan | − | | (−) | + | 0–3 |
| Försörjningsstöd | + | | | (+) | 5–45 |
| Vård | | (+) | | + | 2–10+ |
:::

:::{case}
Ett fall med en bild i. [@invented]

:::{figure draw=levels title="Två nivåer"}
- **Elevhälsa:** nära
- **Region:** längre bort
:::
:::
"""


def write_widgets(root: Path) -> Path:
    """Writes the project."""
    write_project(root)
    (root / "docs/sv/widgets.md").write_text(PAGE, encoding="utf-8")
    return root
