namespace KillSwitch.Core.RunningWork;

/// <summary>Where batch jobs write to, as far as the guard may read what they cost there.</summary>
/// <param name="Bucket">The bucket's name.</param>
/// <param name="Prefix">What keys begin with, without slashes at its ends; empty for the whole bucket.</param>
public sealed record BatchOutput(string Bucket, string Prefix)
{
    private const string Scheme = "s3://";

    /// <summary><c>BUCKET/PREFIX</c>.</summary>
    public override string ToString() => Prefix.Length == 0 ? Bucket : $"{Bucket}/{Prefix}";

    /// <summary>Where a job says that it writes to, <c>s3://BUCKET/PREFIX/</c>; null for anything else.</summary>
    public static BatchOutput? OfUri(string uri)
    {
        if (!uri.StartsWith(Scheme, StringComparison.Ordinal))
            return null;
        var (bucket, prefix) = Split(uri[Scheme.Length..]);
        return bucket.Length == 0 ? null : new BatchOutput(bucket, prefix);
    }

    /// <summary>Reads <c>BUCKET</c> and <c>BUCKET/PREFIX</c>, with <c>s3://</c> before it or not; null for anything else.</summary>
    public static BatchOutput? Parse(string text)
    {
        var (bucket, prefix) = Split(text.StartsWith(Scheme, StringComparison.Ordinal) ? text[Scheme.Length..] : text);
        // A name that a pattern or a variable of IAM could hide in is none.
        return bucket.Length is >= 3 and <= 63 && char.IsAsciiLetterOrDigit(bucket[0]) && char.IsAsciiLetterOrDigit(bucket[^1])
            && bucket.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '.')
            && prefix.Length <= 512 && prefix.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '-' or '_' or '.' or '=' or '+')
            ? new BatchOutput(bucket, prefix)
            : null;
    }

    /// <summary>Whether what a job writes there is below this place.</summary>
    public bool Holds(BatchOutput output) => output.Bucket == Bucket
        && (Prefix.Length == 0 || output.Prefix == Prefix || output.Prefix.StartsWith(Prefix + "/", StringComparison.Ordinal));

    /// <summary>The key of a job's manifest, where it wrote to this place.</summary>
    public string ManifestOf(string jobId) =>
        Prefix.Length == 0 ? $"{jobId}/{BatchManifest.FileName}" : $"{Prefix}/{jobId}/{BatchManifest.FileName}";

    private static (string Bucket, string Prefix) Split(string place)
    {
        var slash = place.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? (place, "") : (place[..slash], place[slash..].Trim('/'));
    }
}
