namespace KillSwitch.Core.InvocationLog;

/// <summary>Reads <c>2026-09-08T12:10:33Z</c>, also with a fraction, which is dropped, or an offset.</summary>
internal static class Timestamps
{
    /// <summary>Before Bedrock was there, or past all plausibility: the clock or the text is wrong.</summary>
    public static readonly DateTimeOffset Earliest = new(2023, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Exclusive.</summary>
    public static readonly DateTimeOffset Latest = new(2099, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static bool TryParse(ReadOnlySpan<byte> text, out DateTimeOffset time)
    {
        time = default;
        if (text.Length < 20 || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' || text[16] != ':')
            return false;
        if (!(Number(text[..4], out var year) && Number(text[5..7], out var month) && Number(text[8..10], out var day)
            && Number(text[11..13], out var hour) && Number(text[14..16], out var minute) && Number(text[17..19], out var second)))
        {
            return false;
        }

        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59
            || second > 59)
        {
            return false;
        }

        if (!Offset(text[19..], out var offset))
            return false;
        var local = new DateTime(year, month, day, hour, minute, second, DateTimeKind.Utc);
        // At the calendar's ends an offset leaves it; such a time is out of range either way.
        if (year is > 1 and < 9999)
            local -= offset;
        time = new DateTimeOffset(local);
        return true;
    }

    private static bool Number(ReadOnlySpan<byte> digits, out int number)
    {
        number = 0;
        foreach (var digit in digits)
        {
            if (!char.IsAsciiDigit((char)digit))
                return false;
            number = number * 10 + digit - '0';
        }

        return true;
    }

    private static bool Offset(ReadOnlySpan<byte> text, out TimeSpan offset)
    {
        offset = TimeSpan.Zero;
        if (text[0] == '.')
        {
            var fraction = text[1..].IndexOfAnyExceptInRange((byte)'0', (byte)'9');
            if (fraction <= 0)
                return false;
            text = text[(1 + fraction)..];
        }

        if (text is [(byte)'Z'])
            return true;
        if (text.Length is not (5 or 6) || text[0] is not ((byte)'+' or (byte)'-') || (text.Length == 6 && text[3] != ':'))
            return false;
        if (!Number(text[1..3], out var hours) || !Number(text[^2..], out var minutes) || hours > 14 || minutes > 59)
            return false;
        offset = new TimeSpan(hours, minutes, 0) * (text[0] == '-' ? -1 : 1);
        return true;
    }
}
