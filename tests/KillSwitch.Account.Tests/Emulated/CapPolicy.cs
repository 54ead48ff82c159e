namespace KillSwitch.Account.Tests.Emulated;

/// <summary>Policies of caps a day, as their stories write them.</summary>
internal static class CapPolicy
{
    public static string Of(params string[] rules) => "version: 1\nrules:\n" + string.Join('\n', rules) + "\n";

    public static string Cap(string id, string principal, string? more = null, int limit = 3, string every = "day") =>
        Cap(id, [principal], more, limit, every);

    public static string Cap(string id, string[] principals, string? more = null, int limit = 3, string every = "day") => $$"""
          - id: {{id}}
            match: { principal: [{{string.Join(", ", principals.Select(principal => $"\"{principal}\""))}}] }
            per: principal
            limit: { usd: {{limit}} }
            every: {{every}}
            stop: principal
        {{(more is null ? "" : "    " + more)}}
        """.TrimEnd();

    /// <summary>With another line in its head.</summary>
    public static string With(this string policy, string head) =>
        policy.Replace("version: 1", "version: 1\n" + head, StringComparison.Ordinal);

    /// <summary>What a command printed, in one line: columns and line ends are a terminal's.</summary>
    public static string Flat(this string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
