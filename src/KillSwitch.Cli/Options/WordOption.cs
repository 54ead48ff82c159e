using System.CommandLine;

namespace KillSwitch.Cli.Options;

/// <summary>An option whose value is one of a few words.</summary>
internal static class WordOption
{
    /// <summary>Any other word is a mistake that names the allowed ones; help lists them.</summary>
    public static Option<T> Among<T>(this Option<T> option, params string[] words)
    {
        option.AcceptOnlyFromAmong(words);
        return option;
    }
}
