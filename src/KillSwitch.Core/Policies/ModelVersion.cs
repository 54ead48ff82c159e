namespace KillSwitch.Core.Policies;

/// <summary>The end of a model's id that says its version: <c>-v1:0</c>, <c>-v1</c>, <c>-1:0</c>, <c>:0:48k</c>.</summary>
internal static class ModelVersion
{
    /// <summary>The id with less and less of its version: <c>amazon.nova-pro-v1</c> and <c>amazon.nova-pro</c> of <c>amazon.nova-pro-v1:0</c>; an empty list for an id without one.</summary>
    internal static List<string> Without(string id)
    {
        var shorter = new List<string>(3);
        var hasColon = false;
        while (id.LastIndexOf(':') is > 0 and var colon)
        {
            hasColon = true;
            shorter.Add(id = id[..colon]);
        }

        var digits = id.Length;
        while (digits > 0 && char.IsAsciiDigit(id[digits - 1]))
            digits--;
        if (digits == id.Length)
            return shorter;
        var hasLetter = digits > 0 && id[digits - 1] == 'v';
        var dash = hasLetter ? digits - 2 : digits - 1;
        // `claude-opus-4-6` ends with no version, and `gpt-oss-120b-1:0` does.
        if (dash > 0 && id[dash] == '-' && (hasLetter || (hasColon && id.Length - digits < 3)))
            shorter.Add(id[..dash]);
        return shorter;
    }
}
