namespace KillSwitch.Core.Access;

/// <summary>
/// A policy variable: <c>aws:username</c>, <c>aws:PrincipalTag/team, 'none'</c>, or one of the characters <c>*</c>, <c>?</c> and <c>$</c>
/// for itself.
/// </summary>
/// <param name="Key">In any case.</param>
/// <param name="Default">Null for none.</param>
internal readonly record struct Variable(string Key, string? Default)
{
    public static Variable Parse(string text)
    {
        var comma = text.IndexOf(',', StringComparison.Ordinal);
        return comma < 0 ? new Variable(text.Trim(), null) : new Variable(text[..comma].Trim(), text[(comma + 1)..].Trim().Trim('\''));
    }

    /// <summary>No for one without a value or a default.</summary>
    public Truth Value(AccessContext context, out string value)
    {
        value = Key;
        if (Key is "*" or "?" or "$")
            return Truth.Yes;
        var isThere = context.Find(Key, out var values);
        if (isThere == Truth.Yes && values is [var only])
        {
            value = only;
            return Truth.Yes;
        }

        value = Default ?? "";
        // What has several values is nothing that a text can hold.
        return isThere == Truth.Unknown ? Truth.Unknown : TruthLogic.Of(Default is not null);
    }
}
