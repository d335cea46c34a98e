console.log(`Nothing to migrate for ${process.env.GREETING ?? 'nobody'}.`);
