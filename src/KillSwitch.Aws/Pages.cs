using Amazon.Runtime;

namespace KillSwitch.Aws;

/// <summary>
/// Lists that AWS gives page by page; an empty page need not be the last. Whoever calls such an operation does so through here.
/// </summary>
internal static class Pages
{
    /// <summary>Every page, asked for when the one before it has been read.</summary>
    /// <param name="ask">For the page that a token names; null names the first.</param>
    /// <param name="next">Names the page after one; null or empty after the last.</param>
    /// <exception cref="AmazonClientException">The list has no end: a token came twice.</exception>
    public static async IAsyncEnumerable<TPage> Of<TPage>(Func<string?, Task<TPage>> ask, Func<TPage, string?> next)
        where TPage : AmazonWebServiceResponse
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        string? token = null;
        do
        {
            var page = await ask(token);
            yield return page;
            token = next(page);
            if (token is { Length: > 0 } && !seen.Add(token))
            {
                throw new AmazonClientException(
                    $"the list that AWS gives as `{typeof(TPage).Name}` has no end: the same page was named twice");
            }
        }
        while (token is { Length: > 0 });
    }

    /// <summary>What is on them, in order.</summary>
    /// <param name="ask">As for <see cref="Of"/>.</param>
    /// <param name="next">As for <see cref="Of"/>.</param>
    /// <param name="items">Of one page; null for none.</param>
    /// <exception cref="AmazonClientException">The list has no end: a token came twice.</exception>
    public static async IAsyncEnumerable<TItem> Each<TPage, TItem>(
        Func<string?, Task<TPage>> ask, Func<TPage, string?> next, Func<TPage, IEnumerable<TItem>?> items)
        where TPage : AmazonWebServiceResponse
    {
        await foreach (var page in Of(ask, next))
        {
            foreach (var item in items(page) ?? [])
                yield return item;
        }
    }

    /// <summary>The next page in IAM's way: a marker counts where the list says that it was cut.</summary>
    /// <exception cref="AmazonClientException">It was cut, and nothing says where it goes on.</exception>
    public static string? Marker(bool? isTruncated, string? marker)
    {
        if (isTruncated != true)
            return null;
        return marker is { Length: > 0 } ? marker : throw new AmazonClientException("AWS says that its list goes on, and not where");
    }
}
