namespace KillSwitch.Engine.Report;

/// <summary>The page's look, in both of its themes.</summary>
internal static class Style
{
    public const string Sheet = """
        :root { color-scheme: light dark; --page: #fbfbf9; --ink: #1d2125; --soft: #626a73; --rule: #e3e3de; --without: #c2410c; --without-fill: #c2410c1f; --with: #0f766e; --limit: #6d28d9; --ratio: #3b82b8; }
        @media (prefers-color-scheme: dark) { :root { --page: #14171a; --ink: #e8eaec; --soft: #9aa3ad; --rule: #2c3238; --without: #fb923c; --without-fill: #fb923c26; --with: #2dd4bf; --limit: #c4b5fd; --ratio: #6cb2e4; } }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--page); color: var(--ink); font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif; font-variant-numeric: tabular-nums; }
        main { max-width: 1060px; margin: 0 auto; padding: 48px 24px 72px; }
        h1 { font-size: 30px; line-height: 1.2; margin: 0 0 4px; font-weight: 650; letter-spacing: -0.01em; }
        h2 { font-size: 18px; margin: 44px 0 10px; font-weight: 650; }
        .subtitle, .notes, figcaption, small { color: var(--soft); }
        .subtitle { margin: 0; } .notes { margin: 32px 0 0; font-size: 14px; }
        .figures { display: flex; flex-wrap: wrap; gap: 20px 56px; margin: 32px 0 36px; padding: 0; }
        .figures div { min-width: 150px; } .figures dt { color: var(--soft); font-size: 14px; } .figures dd { margin: 0; font-size: 34px; line-height: 1.2; font-weight: 650; letter-spacing: -0.02em; }
        .figures .is-without { color: var(--without); } .figures .is-with { color: var(--with); }
        figure { margin: 30px 0 0; } figcaption { font-size: 14px; margin-bottom: 4px; }
        svg { display: block; max-width: 960px; width: 100%; height: auto; overflow: visible; }
        svg text { font: 12px system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; font-variant-numeric: tabular-nums; }
        .tick { fill: var(--soft); } .grid { stroke: var(--rule); } .mark { stroke: var(--soft); }
        .area { fill: var(--without-fill); } .without { fill: none; stroke: var(--without); stroke-width: 2; } .with { fill: none; stroke: var(--with); stroke-width: 3; stroke-linejoin: round; }
        .limit { stroke: var(--limit); stroke-width: 1.5; stroke-dasharray: 7 4; } .stop { stroke: var(--ink); stroke-width: 1; stroke-dasharray: 2 3; }
        svg .label { font-weight: 600; font-size: 13px; paint-order: stroke; stroke: var(--page); stroke-width: 4px; stroke-linejoin: round; } .without-text { fill: var(--without); } .with-text { fill: var(--with); } .limit-text { fill: var(--limit); } .stop-text { fill: var(--ink); }
        svg.phone { display: none; } .ratio { fill: var(--ratio); }
        .wide { overflow-x: auto; } table { border-collapse: collapse; width: 100%; font-size: 14px; } th, td { text-align: left; vertical-align: top; padding: 8px 14px 8px 0; border-bottom: 1px solid var(--rule); overflow-wrap: anywhere; }
        thead th { color: var(--soft); font-weight: 500; white-space: nowrap; } tbody th { font-weight: 400; } .n { text-align: right; white-space: nowrap; } code { font: 13px ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
        td:nth-child(1) { white-space: nowrap; } .warn { border-left: 3px solid var(--without); padding-left: 12px; }
        @media (max-width: 640px) { main { padding: 28px 16px 48px; } .figures dd { font-size: 28px; } svg.desk { display: none; } svg.phone { display: block; max-width: 560px; } td { min-width: 100px; }
          .stack thead { display: none; } .stack tr { display: block; padding: 8px 0; border-bottom: 1px solid var(--rule); } .stack td, .stack th { display: block; padding: 2px 0; border: 0; text-align: left; white-space: normal; } .stack td[data-of]::before { content: attr(data-of) ": "; color: var(--soft); } }
        @media print { body { background: #fff; } main { max-width: none; padding: 0; } figure, tr { break-inside: avoid; } }
        """;
}
