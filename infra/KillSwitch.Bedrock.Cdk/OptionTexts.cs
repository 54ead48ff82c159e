using System.Globalization;
using System.Text.Json;

namespace KillSwitch.Bedrock.Cdk;

/// <summary>Options as the CDK's context has them, which are read and checked in one place: text, empty where nothing was chosen.</summary>
internal static class OptionTexts
{
    /// <summary>Every option there is, by its name.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Of(BedrockKillSwitchProps props) =>
        from property in typeof(BedrockKillSwitchProps).GetProperties()
        select KeyValuePair.Create(JsonNamingPolicy.CamelCase.ConvertName(property.Name), Text(property.GetValue(props)));

    private static string Text(object? value) => value switch
    {
        null => "",
        IEnumerable<string> names => string.Join(',', names),
        bool flag => flag ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
