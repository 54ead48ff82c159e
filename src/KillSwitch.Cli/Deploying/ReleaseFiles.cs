using KillSwitch.Cli.Inputs;
using KillSwitch.Engine.Deploying;

namespace KillSwitch.Cli.Deploying;

/// <summary>The files of a release, each held against the release's checksums before anybody uses it.</summary>
internal sealed class ReleaseFiles : IDisposable
{
    private const string Sums = "SHA256SUMS";

    // The functions' package is the largest: Lambda takes up to 250 MB.
    private const int Largest = 250_000_000;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly string _where;
    private readonly HttpClient? _http;
    private readonly CancellationToken _cancellation;
    private Checksums? _sums;

    private ReleaseFiles(string where, HttpClient? http, CancellationToken cancellation) =>
        (_where, _http, _cancellation) = (where, http, cancellation);

    /// <param name="from">A folder, or what their addresses begin with; null for those that came with this program.</param>
    /// <exception cref="BadInputException">There is no release.</exception>
    public static ReleaseFiles Open(string? from, CancellationToken cancellation)
    {
        if (from is null)
        {
            var own = Path.Combine(AppContext.BaseDirectory, "release");
            return Directory.Exists(own) ? new ReleaseFiles(own, null, cancellation) : throw new BadInputException(
                "no release came with this program; `--from DIR` takes one from a folder, and `--from https://…` from a release's page");
        }

        if (Uri.TryCreate(from, UriKind.Absolute, out var address) && address.Scheme is "https" or "http")
        {
            if (address.Scheme != Uri.UriSchemeHttps && !address.IsLoopback)
            {
                throw new BadInputException($"`{from}` is not read: what stands there is run in your account, and anybody on the way can "
                    + "change what comes by http; allowed: a folder, or https://…");
            }

            // The files dispose of it.
#pragma warning disable CA2000
            var http = new HttpClient { Timeout = Patience, MaxResponseContentBufferSize = Largest };
#pragma warning restore CA2000
            return new ReleaseFiles(from.TrimEnd('/'), http, cancellation);
        }

        return Directory.Exists(from) ? new ReleaseFiles(from, null, cancellation)
            : throw new BadInputException($"`{from}` is no folder; allowed for `--from`: a folder with a release's files, or https://…");
    }

    /// <summary>The content of one file.</summary>
    /// <exception cref="BadInputException">It is not there, or not what the release was made with.</exception>
    public async Task<byte[]> ReadAsync(string name)
    {
        _sums ??= Parsed(Text(await GetAsync(Sums)));
        var content = await GetAsync(name);
        return _sums.Fault(name, content) is { } fault
            ? throw new BadInputException($"the release in `{_where}` cannot be trusted, and nothing was done: {fault}")
            : content;
    }

    public async Task<string> ReadTextAsync(string name) => Text(await ReadAsync(name));

    /// <summary>It is no release, for a reason.</summary>
    public BadInputException Damaged(string name, string why) => new($"`{name}` of the release in `{_where}` cannot be used: {why}");

    public void Dispose() => _http?.Dispose();

    private Checksums Parsed(string text)
    {
        try
        {
            return Checksums.Parse(text);
        }
        catch (FormatException error)
        {
            throw Damaged(Sums, error.Message);
        }
    }

    private async Task<byte[]> GetAsync(string name)
    {
        try
        {
            if (_http is not null)
                return await _http.GetByteArrayAsync(new Uri($"{_where}/{name}"), _cancellation);
            var file = new FileInfo(Path.Combine(_where, name));
            return !file.Exists ? throw new BadInputException($"the release in `{_where}` lacks `{name}`")
                : file.Length > Largest ? throw new BadInputException($"`{file.FullName}` is larger than {Largest / 1_000_000} MB")
                : await File.ReadAllBytesAsync(file.FullName, _cancellation);
        }
        catch (HttpRequestException error) when (error.StatusCode is { } status)
        {
            throw new BadInputException($"`{_where}/{name}` cannot be had: the server says {(int)status}");
        }
        catch (Exception error) when (error is HttpRequestException or IOException or UnauthorizedAccessException
            || (error is TaskCanceledException && !_cancellation.IsCancellationRequested))
        {
            throw new BadInputException($"`{name}` cannot be had from `{_where}`: {error.Message}");
        }
    }

    private static string Text(byte[] content) => System.Text.Encoding.UTF8.GetString(content).TrimStart('\uFEFF');
}
