namespace KillSwitch.Engine.Adoption;

/// <summary>Whose hour with which model it is.</summary>
/// <param name="Hour">In Unix seconds.</param>
internal readonly record struct SeenHour(string Principal, string Session, string Model, long Hour)
{
    private const long Seconds = 24 * 3600;

    public long Day => Hour / Seconds;
}
