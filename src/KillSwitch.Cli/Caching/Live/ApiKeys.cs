using KillSwitch.Cli.Inputs;

namespace KillSwitch.Cli.Caching.Live;

/// <summary>Keys of gateways come from the environment: a command line is seen by everyone on the machine.</summary>
internal static class ApiKeys
{
    private static readonly string[] Usual = ["OPENAI_API_KEY", "LITELLM_API_KEY"];

    /// <summary>The key in a variable that was named, else in a usual one; null where neither is set.</summary>
    public static string? Find(string? variable)
    {
        if (variable is not null)
            return Read(variable) ?? throw new BadInputException($"the environment variable `{variable}` is not set, or is empty");
        return Usual.Select(Read).FirstOrDefault(key => key is not null);
    }

    private static string? Read(string variable)
    {
        if (Environment.GetEnvironmentVariable(variable)?.Trim() is not { Length: > 0 } key)
            return null;
        return key.All(c => c is > ' ' and < (char)127)
            ? key
            : throw new BadInputException(
                $"the environment variable `{variable}` holds no key: a key has neither spaces nor signs outside ASCII");
    }
}
